import { promisify } from 'node:util'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { startOwnNats } from '@lingzhi/testing/own-nats'
import type { Test } from '@lingzhi/testing/test-servers'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import type { ChatConversation } from '../test-chat.ts'
import { conversation, startTestChat } from '../test-chat.ts'

/** What breaks exporters: emoji, line breaks, quotes, control characters, formulas, size, direction. */
const texts = [
  'plain',
  '表情 👩‍👩‍👧‍👦🇨🇳 and "quotes", commas, \'apostrophes\'',
  'line one\nline two\r\nline three\rline four\u2028line five',
  'controls \u0001\u001f\u007f\u0085 \\u0000 \\n \ufeff',
  'مرحبا بالعالم שלום \u202eright to left\u202c',
  '字'.repeat(34_000),
  '# heading\n\n```js\nconst x = `1`\n```',
  '',
]
const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\tcell', '\rcell']

async function start(
  t: Test,
  make: (userId: string) => ChatConversation[],
  settings: Parameters<typeof startTestApp>[1] = {},
) {
  const service = await startTestApp(t, settings)
  const user = await service.identity.user()
  const conversations = make(user.id)
  const chat = await startTestChat(t, service.bus, conversations)
  const get = (url: string, headers: Record<string, string> = user.headers) =>
    service.app.inject({ url, headers })
  return { ...service, user, conversations, chat, get }
}

t.test('every format read back by another parser holds the stored messages', async (t) => {
  const { get, conversations } = await start(t, (id) => [
    conversation(id, 'First "title", with a comma', [...texts, ...formulas]),
    conversation(id, '=HYPERLINK("x")', texts),
    conversation(id, 'empty', []),
  ])
  const stored = conversations.flatMap((one) => one.messages)

  const json = await get('/api/conversations/export-all?format=json')
  t.equal(json.statusCode, 200)
  t.match(json.headers['content-type'], /^application\/json/)
  const document = json.json()
  t.equal(document.format_version, 1)
  t.match(
    document.conversations,
    conversations.map(({ id, title, messages }) => ({ id, title, messages })),
  )

  const ndjson = await get('/api/conversations/export-all?format=ndjson')
  const lines = ndjson.body
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
  t.match(lines[0], { type: 'export', format_version: 1 })
  t.match(
    lines.filter(({ type }) => type === 'message'),
    stored,
  )
  t.same(lines.at(-1), { type: 'end', conversations: 3, messages: stored.length })

  const csv = await get('/api/conversations/export-all?format=csv')
  t.same([...csv.rawPayload.subarray(0, 3)], [0xef, 0xbb, 0xbf])
  const rows: Record<string, string>[] = parse(csv.rawPayload, {
    bom: true,
    columns: true,
    record_delimiter: '\r\n',
  })
  t.same(
    rows.map(({ message_id, role, content, created_at }) => ({ id: message_id, role, content, created_at })),
    stored.map(({ id, role, content, created_at }) => ({
      id,
      role,
      content: formulas.includes(content) ? `'${content}` : content,
      created_at,
    })),
  )
  t.equal(rows.at(-1)?.conversation_title, `'=HYPERLINK("x")`)

  const md = await get('/api/conversations/export-all?format=md')
  for (const { content } of stored) t.ok(md.body.includes(`\n\n${content}\n\n`))
  t.match(md.body, /^# First "title", with a comma\n/)
  t.match(md.body, /## 用户 User · 2026-03-01 12:00:00\n/)
})

t.test('one conversation is one document, for its owner alone', async (t) => {
  const { get, conversations, identity } = await start(t, (id) => [conversation(id, 'Mine', texts)])
  const [mine] = conversations as [ChatConversation]
  const url = `/api/conversations/${mine.id}/export`
  const reply = await get(url)
  t.match(reply.json(), { id: mine.id, title: 'Mine', messages: mine.messages })
  t.match(reply.headers['content-disposition'], `filename*=UTF-8''conversation_${mine.id}.json`)

  const stranger = await identity.user()
  for (const headers of [stranger.headers, {}]) {
    t.match((await get(url, headers)).json(), { status: 404, error_code: 'CONVERSATION_NOT_FOUND' })
  }
  t.match((await get(`/api/conversations/${newId()}/export`)).json(), {
    error_code: 'CONVERSATION_NOT_FOUND',
  })
  t.match((await get('/api/conversations/7/export')).json(), { error_code: 'CONVERSATION_NOT_FOUND' })
})

t.test('a guest downloads the conversation whose id he knows', async (t) => {
  const { get, conversations } = await start(t, () => [conversation(null, 'Guest', ['hi', 'hello'])])
  const reply = await get(`/api/conversations/${conversations[0]?.id}/export?format=ndjson`, {})
  t.equal(reply.statusCode, 200)
  t.equal(reply.body.trim().split('\n').length, 5)
})

t.test('nothing to export is an empty, valid file', async (t) => {
  const { get } = await start(t, () => [])
  t.same((await get('/api/conversations/export-all')).json().conversations, [])
  t.equal((await get('/api/conversations/export-all?format=csv')).body.split('\r\n').length, 2)
  t.equal((await get('/api/conversations/export-all?format=md')).body, '')
})

t.test('a compressed file unpacks to the plain one', async (t) => {
  const { get } = await start(t, (id) => [conversation(id, 'T', texts)])
  const plain = await get('/api/conversations/export-all?format=ndjson')
  const gzip = await get('/api/conversations/export-all?format=ndjson&compression=gzip')
  const zstd = await get('/api/conversations/export-all?format=ndjson&compression=zstd')
  t.ok(gunzipSync(gzip.rawPayload).equals(plain.rawPayload))
  t.ok(zstdDecompressSync(zstd.rawPayload).equals(plain.rawPayload))
  t.equal(gzip.headers['content-type'], 'application/gzip')
  t.match(zstd.headers['content-disposition'], /\.ndjson\.zst/)
})

t.test('a range of days includes its first and last day, in the zone of the deployment', async (t) => {
  // Midnight in Shanghai is 16:00 UTC of the day before.
  const instants = [
    '2026-02-28T15:59:59.999Z',
    '2026-02-28T16:00:00.000Z',
    '2026-03-02T15:59:59.999Z',
    '2026-03-02T16:00:00.000Z',
  ]
  const { get } = await start(t, (id) => instants.map((at) => conversation(id, at, ['x'], at)))
  const range = 'start_date=2026-03-01&end_date=2026-03-02'
  const titles = (await get(`/api/conversations/export-all?${range}`))
    .json()
    .conversations.map(({ title }: ChatConversation) => title)
  t.same(titles, instants.slice(1, 3))

  // Where the calendar of check-ins turns, that of exports does.
  const elsewhere = await start(t, (id) => [conversation(id, 'T', ['x'], '2026-03-01T16:00:00.000Z')], {
    TIMEZONE: 'America/New_York',
  })
  const transcript = await elsewhere.get(
    '/api/conversations/export-all?format=md&start_date=2026-03-01&end_date=2026-03-01',
  )
  t.match(transcript.body, '2026-03-01 11:00:00 (America/New_York)')

  for (const bad of [
    'start_date=2026-03-02&end_date=2026-03-01',
    'start_date=2026-02-30',
    'format=xml',
    'compression=rar',
  ]) {
    t.match((await get(`/api/conversations/export-all?${bad}`)).json(), {
      status: 400,
      error_code: 'VALIDATION_ERROR',
    })
  }
  t.match((await get('/api/conversations/export-all', {})).json(), { error_code: 'MISSING_TOKEN' })
})

t.test('a page that fails for a moment is requested again, and nothing is lost or doubled', async (t) => {
  const { get, chat } = await start(t, (id) => [conversation(id, 'T', Array(50).fill('x'))])
  const undisturbed = await get('/api/conversations/export-all')
  const failed = new Set<string | undefined>([undefined])
  chat.beforePage = async (cursor) => {
    if (failed.has(cursor)) return
    failed.add(cursor)
    throw new Error('the database restarts')
  }
  t.equal((await get('/api/conversations/export-all')).body, undisturbed.body)
  t.ok(failed.size > 10, 'every page but the first failed once')
})

t.test('a failure on the way breaks the connection: a cut file never looks whole', async (t) => {
  for (const compression of ['none', 'gzip']) {
    const { app, chat, user } = await start(t, (id) => [conversation(id, 'T', Array(50).fill('x'))])
    chat.beforePage = async (cursor) => {
      if (Number(cursor) >= 12) throw new Error('the database went away')
    }
    const address = await app.listen({ port: 0 })
    const url = `${address}/api/conversations/export-all?compression=${compression}`
    const reply = await fetch(url, { headers: user.headers })
    t.equal(reply.status, 200)
    await t.rejects(reply.arrayBuffer())
  }
})

t.test('a reader that leaves stops the reading', async (t) => {
  const { app, chat, user } = await start(t, (id) => [
    conversation(id, 'T', Array(300).fill('字'.repeat(30_000))),
  ])
  const address = await app.listen({ port: 0 })
  const leaving = new AbortController()
  const reply = await fetch(`${address}/api/conversations/export-all`, {
    headers: user.headers,
    signal: leaving.signal,
  })
  await reply.body?.getReader().read()
  leaving.abort()
  const connections = promisify(app.server.getConnections.bind(app.server))
  await eventually(async () => (await connections()) === 0)
  t.ok(chat.pagesRequested < 100, 'far from all 100 pages were requested')
})

t.test('with chat away the response has a Retry-After', async (t) => {
  const { get, chat } = await start(t, (id) => [conversation(id, 'T', ['x'])])
  await chat.close()
  const reply = await get('/api/conversations/export-all')
  t.match(reply.json(), { status: 503, error_code: 'SERVICE_UNAVAILABLE' })
  t.equal(reply.headers['retry-after'], '2')
})

t.test('with NATS away the response has a Retry-After, and exports work when it is back', async (t) => {
  const nats = await startOwnNats(t)
  const { get, app } = await start(t, (id) => [conversation(id, 'T', ['x'])], { natsUrl: nats.url })
  t.equal((await get('/api/conversations/export-all')).statusCode, 200)
  await nats.stop()
  const reply = await eventually(async () => {
    const reply = await get('/api/conversations/export-all')
    return reply.statusCode === 503 && reply
  })
  t.match(reply.json(), { status: 503, error_code: 'SERVICE_UNAVAILABLE', retry_after: 2 })
  t.equal((await app.inject('/api/health/ready')).statusCode, 503)
  await nats.start()
  await eventually(async () => (await get('/api/conversations/export-all')).statusCode === 200)
})
