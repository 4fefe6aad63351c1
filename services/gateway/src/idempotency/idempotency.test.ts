import { randomBytes } from 'node:crypto'
import { NotFound } from '@lingzhi/contracts/common-problems'
import { openSse } from '@lingzhi/http/sse'
import { eventually } from '@lingzhi/testing/eventually'
import { readEvents } from '@lingzhi/testing/read-events'
import type { Test } from '@lingzhi/testing/test-servers'
import t from 'tap'
import type { Overrides } from '../deps.ts'
import { startUpstream, testPlatform, urlOf } from '../test-app.ts'

const replyId = '0195f1c0-0000-7000-8000-000000000001'

const eventsOf = (response: Response) => Array.fromAsync(readEvents(response))

/** Two gateways in front of one service that counts what it creates and responds when the test lets it. */
async function setUp(
  t: Test,
  settings = {},
  { named = true, ...overrides } = {} as Overrides & { named?: boolean },
) {
  const platform = await testPlatform(t)
  let created = 0
  let notifyStart = () => {}
  const gate = { open: Promise.resolve() }
  const upstream = await startUpstream(t, (app) => {
    app.post('/api/new-conversation', async (request, reply) => {
      created += 1
      const mine = created
      notifyStart()
      await gate.open
      const { fail, missing } = (request.body ?? {}) as { fail?: boolean; missing?: boolean }
      if (missing) throw NotFound()
      if (fail) return reply.code(500).send({ created: mine })
      return reply.code(201).header('X-Made', 'yes').send({ created: mine })
    })
    app.post('/api/chat-stream', async (_request, reply) => {
      created += 1
      if (named) reply.header('Content-Location', `/api/chat-stream/${replyId}`)
      const sse = openSse(reply)
      await sse.send({ event: 'start', data: { reply_id: replyId } })
      await sse.send({ id: '1-2', data: { content: 'first' } })
      sse.end()
    })
    app.post('/v1/chat/completions', async (request, reply) => {
      created += 1
      const { what } = request.body as { what: string }
      const noise = () => randomBytes(400_000).toString('base64')
      if (what === 'long-whole') return { text: noise() }
      const sse = openSse(reply, { resumable: false })
      await sse.send({ data: { content: 'first' } })
      await gate.open
      if (what === 'cut') return reply.raw.write(': ', () => reply.raw.destroy())
      if (what === 'long') await sse.send({ data: { content: noise() } })
      if (what === 'error') await sse.send({ data: { error: { message: 'no' } } })
      else await sse.send({ text: '[DONE]' })
      sse.end()
    })
    app.get('/api/chat-stream/:reply_id', async (request, reply) => {
      const sse = openSse(reply)
      await sse.send({ event: 'start', data: request.params })
      sse.end()
    })
  })
  const addresses = { CHAT_URL: urlOf(upstream) }
  const gateways = [
    await platform.startGateway(addresses, settings, overrides),
    await platform.startGateway(addresses, settings, overrides),
  ]
  const { headers } = await platform.identity.user()
  const post = (key: string, body: object = { title: 'a' }, n = 0, more: RequestInit = {}) =>
    fetch(`${gateways[n % 2]?.url}/api/new-conversation`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      ...more,
    })
  const stream = (key: string, n = 0) =>
    fetch(`${gateways[n % 2]?.url}/api/chat-stream`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': key, 'content-type': 'application/json' },
      body: '{"message":"hi"}',
    })
  const completion = (key: string, what: string, n = 0, signal?: AbortSignal) =>
    fetch(`${gateways[n % 2]?.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ what }),
      ...(signal && { signal }),
    })
  return {
    ...platform,
    stream,
    completion,
    gate,
    headers,
    post,
    created: () => created,
    starts: () =>
      new Promise<void>((resolve) => {
        notifyStart = resolve
      }),
  }
}

t.test('the same request under the same key happens once, on whichever gateway', async (t) => {
  const { post, created, cache } = await setUp(t)
  const replies = await Promise.all(Array.from({ length: 8 }, (_, n) => post('k', { title: 'a' }, n)))
  for (const reply of replies) {
    t.equal(reply.status, 201)
    t.equal(reply.headers.get('x-made'), 'yes')
    t.same(await reply.json(), { created: 1 })
  }
  t.equal(created(), 1)
  t.equal(replies.filter((reply) => reply.headers.get('idempotency-replayed') === 'true').length, 7)
  const kept = await cache.keys(`${cache.options.keyPrefix}idempotency*`)
  t.equal(kept.length, 1)
  const stored = await cache.get(kept[0]?.slice(cache.options.keyPrefix?.length) ?? '')
  t.notMatch(stored, /created/, 'the store cannot read the response')
})

t.test('another body under the same key is refused, another key is another request', async (t) => {
  const { post, created } = await setUp(t)
  await post('k')
  t.match(await (await post('k', { title: 'b' })).json(), {
    status: 422,
    error_code: 'IDEMPOTENCY_KEY_REUSED',
  })
  t.same(await (await post('other')).json(), { created: 2 })
  t.equal(created(), 2)
  t.match(await (await post('x'.repeat(300))).json(), { status: 400, error_code: 'BAD_REQUEST' })
})

t.test('a problem is replayed as it was first sent, and names its language', async (t) => {
  const { post, headers, created } = await setUp(t)
  const seen = []
  for (const language of ['en', 'zh']) {
    const more = { headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': 'k' } }
    Object.assign(more.headers, { 'accept-language': language })
    const response = await post('k', { missing: true }, 0, more)
    seen.push([response.status, response.headers.get('content-language'), await response.text()])
  }
  t.match(seen[0], [404, 'en', /There is nothing at this address/])
  t.same(seen[1], seen[0])
  t.equal(created(), 1)
})

t.test('a key is its user’s own', async (t) => {
  const { post, identity, headers, created } = await setUp(t)
  await post('k')
  Object.assign(headers, (await identity.user()).headers)
  await post('k')
  t.equal(created(), 2)
})

t.test('a failure decides nothing: the same key may try again', async (t) => {
  const { post, created } = await setUp(t)
  t.equal((await post('k', { fail: true })).status, 500)
  t.equal((await post('k', { fail: true })).status, 500)
  t.equal(created(), 2)
})

t.test(
  'a request whose client has gone is completed, and its response is kept for the next attempt',
  async (t) => {
    const { post, gate, created, starts } = await setUp(t)
    let open = () => {}
    gate.open = new Promise<void>((resolve) => {
      open = resolve
    })
    const gone = new AbortController()
    const started = starts()
    const first = post('k', { title: 'a' }, 0, { signal: gone.signal })
    await started
    gone.abort()
    await t.rejects(first)
    const second = post('k', { title: 'a' }, 1)
    open()
    t.same(await (await second).json(), { created: 1 })
    t.equal(created(), 1)
  },
)

t.test('a stream is replayed from its Content-Location', async (t) => {
  const { stream, created } = await setUp(t)
  const send = async (n: number) => {
    const response = await stream('s', n)
    return { replayed: response.headers.get('idempotency-replayed'), events: await eventsOf(response) }
  }
  t.match(await send(0), { replayed: null, events: [{ event: 'start' }, { data: { content: 'first' } }] })
  t.same(await send(1), {
    replayed: 'true',
    events: [{ id: undefined, event: 'start', data: { reply_id: replyId } }],
  })
  t.equal(created(), 1)
})

t.test('a stream without a Content-Location is replayed from what was kept of it', async (t) => {
  const { stream, created } = await setUp(t, {}, { named: false })
  const [first, second] = [await stream('s', 0), await stream('s', 1)]
  const text = await first.text()
  t.match(text, /event: start.*first/s)
  t.equal(await second.text(), text)
  t.equal(second.headers.get('content-type'), first.headers.get('content-type'))
  t.equal(second.headers.get('idempotency-replayed'), 'true')
  t.equal(created(), 1)
})

t.test('its client leaves: the stream is read to its end, and a later attempt has all of it', async (t) => {
  const { completion, created, gate } = await setUp(t)
  let open = () => {}
  gate.open = new Promise<void>((resolve) => {
    open = resolve
  })
  const gone = new AbortController()
  const first = await completion('s', 'whole', 0, gone.signal)
  await first.body?.getReader().read()
  gone.abort()
  const second = completion('s', 'whole', 1)
  open()
  t.match(await (await second).text(), /"first".*\[DONE\]/s)
  t.equal(created(), 1)
})

t.test('a stream that ended with an error, or was cut, decided nothing', async (t) => {
  const { completion, created } = await setUp(t)
  for (const n of [0, 1]) t.match(await (await completion('e', 'error', n)).text(), /"error"/)
  for (const n of [0, 1]) await t.rejects((await completion('c', 'cut', n)).text())
  t.equal(created(), 4)
})

t.test(
  'what is too long to be kept is refused clearly, and OpenAI’s clients do not repeat that',
  async (t) => {
    const { completion, created } = await setUp(t)
    for (const what of ['long', 'long-whole']) {
      t.ok((await (await completion(what, what, 0)).text()).length > 500_000)
      const again = await completion(what, what, 1)
      t.equal(again.status, 409)
      t.equal(again.headers.get('x-should-retry'), 'false')
      t.match(await again.json(), { error: { code: 'idempotency_not_kept' } })
    }
    t.equal(created(), 2)
  },
)

t.test('a duplicate waits for the first request a minute and no longer', async (t) => {
  let now = Date.now()
  const { post, gate, starts } = await setUp(t, {}, { now: () => new Date(now) })
  let open = () => {}
  gate.open = new Promise<void>((resolve) => {
    open = resolve
  })
  const started = starts()
  const first = post('k')
  await started
  const second = post('k', { title: 'a' }, 1)
  let waits = true
  void second.finally(() => {
    waits = false
  })
  // However late the second one arrived by this clock, it sees a minute pass.
  const response = await eventually(async () => {
    now += 61_000
    return !waits && second
  })
  t.match(await response.json(), { status: 409, error_code: 'IDEMPOTENCY_IN_PROGRESS', retry_after: 5 })
  open()
  t.equal((await first).status, 201)
})

t.test('without Redis a gateway still keeps its own', async (t) => {
  const { post, created } = await setUp(t, { REDIS_URL: 'redis://127.0.0.1:9' })
  await post('k')
  await post('k')
  t.equal(created(), 1)
})
