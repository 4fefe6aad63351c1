// The commands and the stream readers of the systems that this one replaces: only host and port are changed.

import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import type { Json } from './client.ts'
import { createClient } from './client.ts'
import { dataDir, startStack } from './start-stack.ts'

const run = promisify(execFile)
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
)
const stack = await startStack(t, dataDir(t), [], {
  DEMO_MODEL_CHARS_PER_SECOND: '0',
  DEMO_MODEL_CONTROL: '1',
  RATE_LIMIT_FACTOR: '1000',
  LEGACY_TOKEN_TTL_S: '86400',
})
const base = stack.gateway_url
const guest = createClient(base)
const account = { username: 'olduser', password: 'an old user 1', phone: '13800138000' }
const { token } = (await guest.post('/api/register', account)).body.data
const user = guest.as(token)
const json = '-H "Content-Type: application/json"'
const auth = '-H "Authorization: Bearer $TOKEN"'

/** What a shell command wrote, its last line being curl's own account of the response. */
async function curl(command: string, cwd = tmpdir()) {
  const env = { PATH: process.env.PATH, BASE: base, TOKEN: token }
  const told = `curl -sS -w '\\n%{http_code} %{content_type}' ${command}`
  const { stdout } = await run('sh', ['-c', told], { cwd, env, timeout: 30_000 })
  const [, text = '', status, type = ''] = /^(.*)\n(\d{3}) (.*)$/s.exec(stdout) ?? []
  const body: Json = type.includes('json') && text !== '' ? JSON.parse(text) : undefined
  return { status: Number(status), text, body }
}

/** As the replaced systems' front ends read a stream: every line that begins with `data: `, and of it the `content`. */
const oldReader = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)).content ?? '')
    .join('')

const parts = ['开场白', '事务层', '意义层', '行动引导']

t.test('the commands of the Lingzhi back end', { skip: !hasCurl && 'no curl' }, async (t) => {
  for (const path of ['/api/health', '/api/v1/health', '/api/health/', '/api/health%20', '/api/health%20/']) {
    const { text } = await curl(`$BASE${path}`)
    t.equal(text, '{"status":"ok"}', path)
  }
  const chat = await curl(`-X POST $BASE/api/agent/chat ${json} -d '{"content":"你好","agentId":1}'`)
  t.match(chat, {
    status: 200,
    body: { success: true, response: String, conversation_id: String, cached: false },
  })
  t.match(chat.body.data, { conversationId: chat.body.conversation_id, agentId: 1 })
  t.ok(chat.body.response.length > 1_000)
  for (const part of [...parts, '陕西媄月商业艺术有限责任公司']) t.match(chat.body.response, part)
  t.notMatch(chat.body.response, /^#/m)
  const both = `-X POST $BASE/api/agent/chat/ ${json} -d '{"content":"甲","message":"乙"}'`
  t.match((await curl(both)).body.response, '甲')

  const logIn = `$BASE/api/login ${json} -d '{"username":"olduser","password":"an old user 1"}'`
  t.match((await curl(`-X POST ${logIn}`)).body.data, {
    token: String,
    user: { username: 'olduser' },
    token_expires_in: 86_400,
  })
  const checkIn = `-X POST $BASE/api/checkin ${auth}`
  t.match((await curl(`$BASE/api/checkin/status ${auth}`)).body.data, { lingzhi_earned: 0, next_reward: 1 })
  t.match((await curl(checkIn)).body.data, { lingzhi_earned: 1, total_lingzhi: 1, streak: 1, next_reward: 2 })
  t.match(await curl(checkIn), {
    status: 409,
    body: { error_code: 'ALREADY_CHECKED_IN', data: { lingzhi_earned: 1 } },
  })
  t.equal((await curl('-X POST $BASE/api/checkin')).status, 401)
  t.match((await curl(`$BASE/api/conversations ${auth}`)).body, { data: { conversations: Array } })
  const agent = (await guest.post('/api/login', stack.admin)).body.data.token
  t.match((await guest.as(agent).get('/api/admin/agents/1')).body.data.model_config, {
    ...{
      model: 'doubao-seed-1-6-251015',
      temperature: 0.7,
      max_tokens: 4096,
      top_p: 0.9,
      thinking: 'enabled',
    },
  })
})

t.test('the commands of the Flask chat', { skip: !hasCurl && 'no curl' }, async (t) => {
  const ask = (body: object, more = '') =>
    curl(`-X POST $BASE/api/chat ${json} ${more} -d '${JSON.stringify(body)}'`)
  const first = await ask({ message: '一' })
  const { conversation_id } = first.body
  t.match(first.body, { response: String, conversation_id: String, cached: false })
  t.match((await ask({ message: '二', conversation_id })).body, {
    conversation_id,
    response: /2 条更早的消息/,
  })
  t.equal((await ask({ message: '问' }, auth)).body.cached, false)
  t.equal((await ask({ message: '问' }, auth)).body.cached, true, 'signed in, the same question')
  t.equal((await ask({ message: '问' })).body.cached, false, 'guests are not cached')

  const streamed = await curl(`-N -X POST $BASE/api/chat-stream ${json} -d '{"message":"test"}'`)
  t.equal(streamed.status, 200)
  t.match(oldReader(streamed.text), /^开场白[\s\S]*行动引导/)
  t.match(streamed.text, /^data: \{"content":"/m)
  t.notMatch(streamed.text, /\\u[0-9a-f]{4}/, 'UTF-8 is not escaped')

  const folder = mkdtempSync(join(tmpdir(), 'lingzhi-test-old-'))
  await curl(`-OJ "$BASE/api/conversations/${conversation_id}/export?format=json"`, folder)
  await curl(`-OJ "$BASE/api/conversations/${conversation_id}/export?format=csv"`, folder)
  await curl(
    `-OJ "$BASE/api/conversations/export-all?format=csv&start_date=2020-01-01&end_date=2099-12-31" ${auth}`,
    folder,
  )
  await curl(`-OJ "$BASE/api/conversations/export-all?format=json" ${auth}`, folder)
  const files = readdirSync(folder).sort()
  t.match(files, [
    ...[
      /^conversation_.*\.csv$/,
      /^conversation_.*\.json$/,
      /^conversations_\d+\.csv$/,
      /^conversations_\d+\.json$/,
    ],
  ])
  for (const file of files.filter((name) => name.endsWith('.csv')))
    t.equal(readFileSync(join(folder, file)).subarray(0, 3).toString('hex'), 'efbbbf', 'a BOM, for Excel')
  const closed = '"$BASE/api/conversations/export-all?format=csv"'
  t.match(await curl(closed), { status: 401, body: { error_code: 'MISSING_TOKEN' } })
  await t.rejects(curl(`-f -O ${closed}`, folder), { code: 22 }, 'with -f the refusal is no file')
  t.same(readdirSync(folder).sort(), files)

  const own = `$BASE/api/conversations/${conversation_id}`
  t.equal((await curl(own)).body.data.messages.length, 4)
  t.equal((await curl(`-X DELETE ${own}`)).status, 200)
  t.equal((await curl(own)).status, 404)
  t.match((await curl(`-X POST $BASE/api/new-conversation ${auth}`)).body, { success: true })
})

t.test('the commands of the tutor and of the AIGC platform', { skip: !hasCurl && 'no curl' }, async (t) => {
  for (const who of [{ phone: account.phone }, { username: account.phone }, { username: account.username }]) {
    const body = JSON.stringify({ ...who, password: account.password })
    t.match(await curl(`-X POST $BASE/api/v1/auth/login ${json} -d '${body}'`), {
      status: 200,
      body: { success: true },
    })
  }
  t.match((await curl(`$BASE/api/v1/sessions/stats ${auth}`)).body.data, {
    sessions: Number,
    messages: Number,
    tokens: {},
    cost: Number,
  })
})

t.test('what older systems took and this one refuses is told in words', async (t) => {
  const register = (password: string) =>
    guest.post('/api/register', { username: 'another old one', password, phone: '13800138001' })
  t.match((await register('123456')).body, {
    error_code: 'VALIDATION_ERROR',
    message: 'password：不能少于 8 个字符',
  })
  t.match((await register('password123')).body, { error_code: 'WEAK_PASSWORD' })
})

t.test('a reader that knows only `data:` lines gets exactly the stored answer, at every door', async (t) => {
  const stored = async (conversation: string, id: string) => {
    const { body } = await user.get(`/api/conversations/${conversation}`)
    return body.data.messages.find((one: Json) => one.id === id)?.content
  }
  const startOf = (text: string) => JSON.parse(/^event: start\ndata: (.*)$/m.exec(text)?.[1] ?? '{}')
  const named = (text: string) =>
    text.split('\n\n').filter((event) => /^event: /m.test(event) && /^data: .*"content":/m.test(event))
  const events = { accept: 'text/event-stream' }
  const open = async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await user.open(path, body, headers)
    t.equal(response.status, 200, path)
    t.match(response.headers.get('content-type'), 'text/event-stream', path)
    return response.text()
  }
  const check = async (door: string, text: string) => {
    const { conversation_id, message_id } = startOf(text)
    t.same(named(text), [], `${door}: no named event has content`)
    t.equal(oldReader(text), await stored(conversation_id, message_id), door)
    return startOf(text)
  }

  const asked = await check('chat-stream', await open('/api/chat-stream', { message: '一问' }))
  await check('again, from the cache', await open('/api/chat-stream', { message: '一问' }))
  await check('chat with stream', await open('/api/chat', { message: '二问', stream: true }))
  await check('chat with Accept', await open('/api/chat', { message: '三问' }, events))
  await check('agent/chat', await open('/api/agent/chat', { content: '四问', agentId: 1, stream: true }))
  const path = `/api/chat-stream/${asked.reply_id}`
  const whole = await open(path)
  await check('the stream again', whole)
  const { body } = await user.post('/api/stream-tickets', { path })
  const ticketed = await (await fetch(base + body.data.url)).text()
  await check('by a ticket', ticketed)
  const ids = [...whole.matchAll(/^id: (.*)$/gm)].map(([, id]) => id!)
  const answer = oldReader(whole)
  for (const id of [ids[1]!, ids.at(-3)!]) {
    const rest = await open(path, undefined, { 'last-event-id': id })
    t.same(named(rest), [], 'resumed')
    t.ok(answer.endsWith(oldReader(rest)), 'resumed: the rest, and nothing else')
  }

  // Last, as each makes another branch of the conversation the one that is shown.
  await check('regenerate', await open(`/api/messages/${asked.message_id}/regenerate`, {}, events))
  await check('edit', await open(`/api/messages/${asked.question_id}/edit`, { content: '五问' }, events))

  const plain = await open('/api/chat-stream', { message: '六问', format: 'text' })
  t.same(named(plain), [], 'as plain text')
  t.notMatch(oldReader(plain), /\*\*|^#|```/m)
  for (const part of parts) t.match(oldReader(plain), part)

  const exported = (await user.post('/api/exports', { format: 'json' })).body.data.id
  const progress = await open(`/api/exports/${exported}/events`)
  t.match(progress, /^event: done$/m)
  t.equal(oldReader(progress), '', 'an export has no answer')
})

t.test('nor does an answer that begins again, or fails, name itself `content` in an event', async (t) => {
  const port = stack.processes.find(({ name }) => name === 'demo-model')?.port
  const control = createClient(`http://127.0.0.1:${port}`)
  const script = async (...scripts: object[]) =>
    t.ok((await control.post('/control/scripts', scripts)).status < 300)
  const read = async (message: string) =>
    (await user.open('/api/chat-stream', { message, conversation_id: null })).text()
  const namesOf = (text: string) => [...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name)
  const contentOfNamed = (text: string) =>
    text.split('\n\n').filter((event) => /^event: .*"content":/s.test(event))

  await script(
    { match: '断一次', steps: ['一半', { waitMs: 500 }, { cut: 'reset' }] },
    { match: '断一次', steps: ['全部'] },
  )
  const restarted = await read('断一次')
  t.match(new Set(namesOf(restarted)), new Set(['start', 'reset', 'done']))
  t.same(contentOfNamed(restarted), [])

  await script({ match: '总是断', times: 'always', steps: ['一半', { waitMs: 500 }, { cut: 'reset' }] })
  const failed = await read('总是断')
  t.equal(namesOf(failed).at(-1), 'error')
  t.same(contentOfNamed(failed), [])
  t.match(oldReader(failed), /^(一半)+$/)
})
