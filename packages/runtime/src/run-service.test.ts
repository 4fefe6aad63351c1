import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import t from 'tap'

const code = `
  import { Type } from '${import.meta.resolve('typebox')}'
  import { loadConfig } from '${new URL('load-config.ts', import.meta.url)}'
  import { runService } from '${new URL('run-service.ts', import.meta.url)}'
  import { logSettings, timeZoneSettings } from '${new URL('settings.ts', import.meta.url)}'
  const Config = Type.Object({ ...logSettings, ...timeZoneSettings })
  await runService('sample', process.env, async ({ log }) => {
    loadConfig(Config, process.env)
    log.debug('at work')
    process.kill(process.pid, 'SIGTERM')
  })`

async function run(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [written, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { written, exitCode }
}

t.test(
  'a log level that does not exist is reported with the other faults, and without its value',
  async (t) => {
    const { written, exitCode } = await run({ LOG_LEVEL: 'verbose', TIMEZONE: 'Mars' })
    t.equal(exitCode, 1)
    t.match(written, /LOG_LEVEL: must be one of trace, debug.*TIMEZONE: must be an IANA time zone/)
    t.notMatch(written, /verbose|Mars|"stack"/)
  },
)

t.test('the log level decides what is written', async (t) => {
  t.match(await run({ LOG_LEVEL: 'debug' }), { written: /at work/, exitCode: 0 })
  t.match(await run({ LOG_LEVEL: 'silent' }), { written: /^$/, exitCode: 0 })
})

t.test('what is no fault of the code is logged in words, and every other error with its stack', async (t) => {
  const log = async (thrown: string) => {
    const script = `
      import { runService } from '${new URL('run-service.ts', import.meta.url)}'
      import { StartFault } from '${new URL('start-fault.ts', import.meta.url)}'
      const full = Object.assign(new Error('could not extend file'), { code: '53100', detail: 'row' })
      await runService('sample', {}, async () => { throw ${thrown} })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: {} })
    return (await text(child.stdout)).split('\n', 1)[0] ?? ''
  }
  t.notMatch(
    await log(`new StartFault('the key does not fit', { cause: new Error('inner') })`),
    /stack|inner/,
  )
  t.match(await log(`new StartFault('the key does not fit')`), /"msg":"the key does not fit"/)
  const full = await log(`new Error('storing failed', { cause: full })`)
  t.match(full, /"msg":"could not start: storing failed: could not extend file"/)
  t.notMatch(full, /stack/)
  t.match(await log(`new TypeError('x is undefined')`), /"stack":"TypeError: x is undefined\\n/)
})

/** A service whose log nobody reads any more: it has failed to start, or is sent SIGTERM once it is up. */
async function runUnread(how: 'gone' | 'stalled', start: string) {
  const script = `
    import { runService } from '${new URL('run-service.ts', import.meta.url)}'
    await runService('sample', process.env, async ({ log, onClose }) => {
      const alive = setInterval(() => {}, 1_000)
      onClose(() => clearInterval(alive))
      ${start}
    })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  if (how === 'gone') {
    child.stdout?.destroy()
    child.stderr?.destroy()
  }
  child.once('message', () => child.kill('SIGTERM'))
  const kill = setTimeout(() => child.kill('SIGABRT'), 20_000)
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  clearTimeout(kill)
  return { code, signal }
}

t.test('a service whose log reader has gone ends when it should, with its exit code', async (t) => {
  const up = `log.info('up'); setTimeout(() => process.send('up'), 50)`
  t.same(await runUnread('gone', up), { code: 0, signal: null })
  t.same(await runUnread('gone', `throw new Error('no')`), { code: 1, signal: null })
  t.same(await runUnread('gone', `log.info('up'); setTimeout(() => { throw new Error('late') }, 50)`), {
    code: 1,
    signal: null,
  })
  t.same(await runUnread('gone', `process.stderr.write('x'); ${up}`), { code: 0, signal: null })
})

t.test('a log reader that has stopped reading holds a service up for a second, not for ever', async (t) => {
  const much = `for (let n = 0; n < 200; n++) log.info('x'.repeat(10_000)); setTimeout(() => process.send('up'), 50)`
  t.same(await runUnread('stalled', much), { code: null, signal: 'SIGKILL' })
})

t.test('an error that repeats an address is logged without its password', async (t) => {
  const script = `
    import { createLogger } from '${new URL('logger.ts', import.meta.url)}'
    const log = createLogger('sample')
    try { new URL('redis://:SECRETp/w@h') } catch (err) { log.fatal({ err }, 'could not start') }
    log.warn({ err: new Error('no way to postgres://me:SECRET@x/w@h/db') }, 'lost')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const written = await text(child.stdout)
  t.match(written, /ERR_INVALID_URL[\s\S]*lost/)
  t.notMatch(written, 'SECRET')
})
