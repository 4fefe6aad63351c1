import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient, ProblemError } from '@lingzhi/api-client'
import t from 'tap'
import { dataDir, startStack } from './start-stack.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'packages/api-client/README.md'), 'utf8')

t.test('the API client on the stack that npm start starts', async (t) => {
  const stack = await startStack(t, dataDir(t), [], { DEMO_MODEL_CHARS_PER_SECOND: '400' })
  const baseUrl = stack.gateway_url
  const client = createClient({ baseUrl })

  await t.test('the committed API document is the one that the gateway serves', async (t) => {
    const served = await (await fetch(`${baseUrl}/api/docs/json`)).json()
    t.same(served, JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')))
  })

  await t.test('the example of the README runs', async (t) => {
    const example = /```ts\n([\s\S]*?)```/
      .exec(readme)![1]!
      .replace('http://127.0.0.1:8080', baseUrl)
      .replace('the password npm start has shown', stack.admin.password)
    // It holds no type of its own, so that Node runs it as it is; `npm run verify` compiles it. There, because it
    // imports the package by its name and belongs to no package.
    const folder = join(root, 'node_modules/.cache/lingzhi')
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'readme-example.mjs')
    writeFileSync(file, `globalThis.sessionStorage = { setItem() {} }\n${example}\n`)
    const { stdout, stderr } = await run(process.execPath, [file], { timeout: 60_000 }).catch(
      (error) => error,
    )
    t.equal(stderr, '')
    t.match(stdout, /^0 conversations\n[\s\S]{200,}total_tokens/)
  })

  await t.test('a stream survives the death of the gateway: the same reply, each word once', async (t) => {
    await client.logIn(stack.admin)
    const gateway = stack.processes.find(({ name }) => name === 'gateway')!
    const starts: string[] = []
    let text = ''
    let killed = false
    let question = ''
    for await (const event of client.chatStream({ message: '再说说签到' })) {
      if (event.type === 'start') {
        starts.push(event.reply_id)
        question = event.conversation_id
      }
      if (event.type === 'reset') text = ''
      if (event.type === 'text') text += event.text
      if (event.type === 'text' && !killed) {
        killed = true
        process.kill(gateway.pid, 'SIGKILL')
      }
    }
    t.equal(starts.length, 1)
    const { data } = await client.get('/api/conversations/{id}', { params: { path: { id: question } } })
    t.equal(data.messages.at(-1)?.content, text)
    t.ok(text.length > 500)
  })

  await t.test('a spent access token is renewed on the way, and a refusal is a typed problem', async (t) => {
    const { tokens } = client
    const stored: unknown[] = []
    const spent = createClient({
      baseUrl,
      tokens: {
        access_token: `${tokens!.access_token.slice(0, -2)}xx`,
        refresh_token: tokens!.refresh_token,
      },
      onTokens: (pair) => void stored.push(pair),
    })
    const [info, sessions] = await Promise.all([spent.get('/api/user/info'), spent.get('/api/user/sessions')])
    t.ok(info.success && sessions.success)
    t.equal(stored.length, 1)

    const error = await spent
      .post('/api/register', { body: { username: 'x', password: 'short' } })
      .catch((reason: unknown) => reason)
    t.ok(error instanceof ProblemError)
    t.match(error, { status: 400, request_id: String, errors: [{ path: /password/ }] })
  })
})
