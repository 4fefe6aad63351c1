import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { parseConfig } from './config.ts'
import { ask } from './test-request.ts'

const child = spawn(process.execPath, [`${import.meta.dirname}/main.ts`], {
  env: { PATH: process.env.PATH, DEMO_MODEL_CONTROL: '1', DEMO_MODEL_CHARS_PER_SECOND: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
t.after(() => child.kill('SIGKILL'))
const lines = createInterface(child.stdout)
const [first] = await once(lines, 'line', { signal: AbortSignal.timeout(10_000) })
const { url } = JSON.parse(first) as { url: string }

const control = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${url}/control/${path}`, { method, body: body ? JSON.stringify(body) : null })
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) }
}

t.test('the process reports its address, is healthy, and answers', async (t) => {
  t.same(await (await fetch(`${url}/api/health`)).json(), { status: 'ok' })
  t.ok((await ask(`${url}/v1`, '你好')).content.length > 1000)
})

t.test('another process scripts it, opens its gates, and sees its calls', async (t) => {
  t.match(await control('DELETE', 'calls'), { status: 200 })
  const scripts = [
    { match: '坏', steps: [{ fail: { status: 503, retryAfter: 1 } }] },
    { steps: ['一', { hold: 'go' }, '二'] },
  ]
  t.same(await control('POST', 'scripts', scripts), { status: 201, queued: 2 })
  const received = ask(`${url}/v1`, '好')
  t.match(await control('GET', 'calls?count=1'), {
    calls: [{ state: 'open', body: { messages: [{ content: '好' }] } }],
  })
  await control('POST', 'gates', { release: 'go' })
  t.equal((await received).content, '一二')
  t.equal((await ask(`${url}/v1`, '坏')).status, 503)
  t.match(await control('GET', 'calls?match=坏'), { calls: [{ state: 'failed' }] })
  t.match(await control('GET', 'calls?count=9&timeout_ms=1'), {
    status: 408,
    error: { code: 'too_few_calls' },
  })
})

t.test('scripts can be removed, and invalid ones are refused', async (t) => {
  await control('POST', 'scripts', { times: 'always', steps: ['x'] })
  t.same(await control('DELETE', 'scripts'), { status: 200, queued: 0 })
  t.ok((await ask(`${url}/v1`, '你好')).content.length > 1000)
  t.match(await control('POST', 'scripts', { steps: [{ dleta: 'x' }] }), {
    status: 400,
    error: { code: 'invalid_script' },
  })
  t.match(await control('POST', 'gates', {}), { status: 400 })
  t.match(await control('GET', 'nothing'), { status: 404 })
})

async function startedWith(env: Record<string, string>): Promise<[output: string, code: unknown]> {
  const other = spawn(process.execPath, [`${import.meta.dirname}/main.ts`], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => other.kill('SIGKILL'))
  const [output, [code]] = await Promise.all([
    text(other.stdout),
    once(other, 'exit', { signal: AbortSignal.timeout(10_000) }),
  ])
  return [output, code]
}

t.test('a port in use is one clear line, and exit code 1', async (t) => {
  const [line, code] = await startedWith({ PORT: new URL(url).port })
  t.match(JSON.parse(line), { level: 60, msg: /EADDRINUSE.*127\.0\.0\.1/ })
  t.equal(code, 1)
})

t.test('a signal ends the process at once, even while it answers', async (t) => {
  await control('POST', 'scripts', { steps: ['一', { stall: true }] })
  const broken = ask(`${url}/v1`, 'x').then(
    (received) => received.broken,
    (error: unknown) => error,
  )
  await control('GET', 'calls?match=x&count=1')
  const exited = once(child, 'exit', { signal: AbortSignal.timeout(5000) })
  child.kill('SIGTERM')
  t.same(await exited, [0, null])
  t.ok(await broken)
})

t.test('bad settings are reported together, by name and not by value', async (t) => {
  t.match(parseConfig({ PORT: '', LOG_LEVEL: ' ', DEMO_MODEL_CONTROL: ' ' }), {
    HOST: '127.0.0.1',
    PORT: 0,
    DEMO_MODEL_CHARS_PER_SECOND: 350,
  })
  t.match(parseConfig({ PORT: '81', DEMO_MODEL_CHARS_PER_SECOND: '0' }), {
    PORT: 81,
    DEMO_MODEL_CHARS_PER_SECOND: 0,
  })
  const bad = { PORT: 'eighty', DEMO_MODEL_CONTROL: 'secret', DEMO_MODEL_CHARS_PER_SECOND: '-1' }
  t.throws(() => parseConfig(bad), /PORT .*DEMO_MODEL_CHARS_PER_SECOND .*DEMO_MODEL_CONTROL/)
  t.throws(() => parseConfig(bad), /^(?!.*secret)/)
})

t.end()
