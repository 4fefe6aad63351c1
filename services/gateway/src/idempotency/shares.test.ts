import { randomBytes } from 'node:crypto'
import { openSse } from '@lingzhi/http/sse'
import { readMetric } from '@lingzhi/metrics/read-metric'
import { eventually } from '@lingzhi/testing/eventually'
import { testCache } from '@lingzhi/testing/test-cache'
import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { startUpstream, testPlatform, urlOf } from '../test-app.ts'
import { openRecords } from './records.ts'
import { haveRoom, keptFor } from './shares.ts'

t.test(
  'what is kept of one caller has a bound, beyond which only that there was a response is kept, shortly',
  async (t) => {
    const platform = await testPlatform(t)
    let created = 0
    const upstream = await startUpstream(t, (app) => {
      app.post('/v1/chat/completions', async () => {
        created += 1
        return { text: randomBytes(130_000).toString('base64') }
      })
    })
    const { url } = await platform.startGateway({ CHAT_URL: urlOf(upstream) })
    const [user, other] = [await platform.identity.user(), await platform.identity.user()]
    const ask = async (key: string, headers = user.headers) => {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': key, 'content-type': 'application/json' },
        body: '{}',
      })
      return { status: response.status, text: await response.text() }
    }
    for (let n = 0; n < 30; n++) t.equal((await ask(`${n}`)).status, 200)
    const { cache } = platform
    const prefix = cache.options.keyPrefix ?? ''
    let bytes = 0
    for (const key of await cache.keys(`${prefix}idempotency:*`)) {
      const name = key.slice(prefix.length)
      const length = await cache.strlen(name)
      bytes += length
      if (length < 1_000) t.ok((await cache.pttl(name)) <= 600_000, 'what says nothing is kept for minutes')
    }
    t.ok(bytes < 4_300_000, `${bytes} bytes`)
    t.ok(bytes > 3_000_000)
    t.match(await ask('0'), { status: 200 }, 'the first is replayed')
    t.match(
      await ask('29'),
      { status: 409, text: /idempotency_not_kept/ },
      'the last was done once, and says so',
    )
    t.equal((await ask('x', other.headers)).status, 200)
    t.match(await ask('x', other.headers), { status: 200 }, 'others have a share of their own')
    t.equal(created, 31)
  },
)

t.test('an answer that says its text several times is kept once', async (t) => {
  const platform = await testPlatform(t)
  const answer = Array.from({ length: 20_000 }, (_, n) =>
    String.fromCharCode(0x4e00 + ((n * n * 7919) % 3_000)),
  ).join('')
  const upstream = await startUpstream(t, (app) => {
    app.post('/api/chat', async () => ({ response: answer, data: { reply: answer, response: answer } }))
  })
  const { url } = await platform.startGateway({ CHAT_URL: urlOf(upstream) })
  const { headers } = await platform.identity.user()
  const ask = () =>
    fetch(`${url}/api/chat`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': 'k', 'content-type': 'application/json' },
      body: '{"message":"hi"}',
    }).then((response) => response.json())
  await ask()
  t.match(await ask(), { response: answer })
  const { cache } = platform
  const [key = ''] = await cache.keys(`${cache.options.keyPrefix}idempotency:*`)
  const bytes = await cache.strlen(key.slice(cache.options.keyPrefix?.length))
  t.ok(bytes < 80_000, `${bytes} bytes for ${answer.length} characters`)
})

t.test('a guest with many IPv6 networks has the share of four, and a user one', async (t) => {
  const { cache } = await testCache(t)
  const records = openRecords(cache, () => new Date())
  const keep = (address: string, principal: object | null = null) =>
    haveRoom(records, keptFor({ address, principal } as FastifyRequest), 1_000_000)
  for (const n of [1, 2, 3, 4]) t.ok(await keep(`2001:db8:1:${n}::9`))
  t.notOk(await keep('2001:db8:1:5::9'), 'the /48')
  t.ok(await keep('2001:db8:2:1::9'), 'another one')
  t.notOk(await keep('2001:db8:2:1::7'), 'its own network')
  for (const n of [1, 2, 3, 4]) t.ok(await keep(`2001:db8:3:${n}::9`, { userId: 'u' }))
  t.notOk(await keep('198.51.100.1', { userId: 'u' }))
})

t.test(
  'a response that may hold what people wrote is gone within the hour, and what is kept is counted',
  async (t) => {
    const platform = await testPlatform(t)
    const upstream = await startUpstream(t, (app) => {
      for (const path of ['/api/chat', '/api/new-conversation', '/api/checkin', '/v1/chat/completions'])
        app.post(path, async () => ({ text: 'words' }))
      app.post('/api/chat-stream', async (_request, reply) => {
        reply.header('Content-Location', '/api/chat-stream/0195f1c0-0000-7000-8000-000000000001')
        const sse = openSse(reply)
        await sse.send({ data: { content: 'words' } })
        sse.end()
      })
    })
    const { url } = await platform.startGateway({ CHAT_URL: urlOf(upstream), CHECKIN_URL: urlOf(upstream) })
    const { headers } = await platform.identity.user()
    const { cache } = platform
    const prefix = cache.options.keyPrefix ?? ''
    const counted = () => readMetric('lingzhi_kept_response_bytes_total')
    for (const [path, keptMs] of [
      ['/api/chat', 3_600_000],
      ['/api/new-conversation', 3_600_000],
      ['/v1/chat/completions', 3_600_000],
      ['/api/checkin', 86_400_000],
      // Where the stream can be read again, and nothing of it.
      ['/api/chat-stream', 86_400_000],
    ] as const) {
      const before = await counted()
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': path, 'content-type': 'application/json' },
        body: '{}',
      })
      await response.text()
      const [key = ''] =
        (await eventually(async () => {
          const keys = await cache.keys(`${prefix}idempotency:*`)
          const done = await Promise.all(keys.map((one) => cache.strlen(one.slice(prefix.length))))
          return keys.length === 1 && (done[0] ?? 0) > 100 && keys
        })) || []
      const name = key.slice(prefix.length)
      const leftMs = await cache.pttl(name)
      t.ok(leftMs <= keptMs && leftMs > keptMs - 60_000, `${path}: ${leftMs} ms`)
      t.ok((await counted()) - before > 50, 'what is kept is counted')
      await cache.del(name)
    }
  },
)
