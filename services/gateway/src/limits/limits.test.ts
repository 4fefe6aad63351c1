import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { echo, everyService, startTestGateway, startUpstream, testPlatform, urlOf } from '../test-app.ts'
import { take } from './bucket.ts'
import type { Policies } from './policies.ts'
import { policiesOf } from './policies.ts'

const many = <T>(times: number, send: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: times }, (_, n) => send(n)))
const countOf = (responses: Response[], status: number) =>
  responses.filter((response) => response.status === status).length

t.test('a bucket gives its quota at once, then one request per share of the window', async (t) => {
  const policy = { name: 'p', quota: 3, windowMs: 3_000 }
  let at = 0
  const takeAt = (now: number) => {
    const next = take(at, now, 1, policy)
    at = next.at
    return next.taken
  }
  t.same(
    [10_000, 10_000, 10_000].map((now) => takeAt(now).remaining),
    [2, 1, 0],
  )
  t.match(takeAt(10_000), { granted: 0, retryMs: 1_000, resetMs: 3_000 })
  t.match(takeAt(10_999), { granted: 0, retryMs: 1 })
  t.match(takeAt(11_000), { granted: 1, remaining: 0 })
})

/** The limits on rates alone. */
const rates = (): Policies => ({ ...policiesOf(1), downloadsMax: () => 100 })

/** The same, but that nothing comes back within a test. */
function policiesOfADay(): Policies {
  const policies = rates()
  return { ...policies, of: (...who) => ({ ...policies.of(...who), windowMs: 24 * 3_600_000 }) }
}

t.test(
  'a quota is reported before it ends, is shared by all replicas, and is another for each user',
  async (t) => {
    const platform = await testPlatform(t)
    const behind = urlOf(await startUpstream(t, echo))
    const start = () => platform.startGateway({ EXPORT_URL: behind }, {}, { policies: policiesOfADay() })
    const [one, two] = [await start(), await start()]
    const { headers } = await platform.identity.user()
    const send = (gateway: typeof one) => fetch(`${gateway.url}/api/conversations/export-all`, { headers })
    const first = await send(one)
    t.equal(first.headers.get('ratelimit-policy'), '"export";q=30;w=86400')
    t.match(first.headers.get('ratelimit'), /^"export";r=29;t=\d+$/)
    const responses = await many(60, (n) => send(n % 2 ? one : two))
    t.equal(countOf(responses, 200), 29)
    const refused = responses.find((response) => response.status === 429)
    const problem = (await refused?.json()) as { retry_after: number }
    t.match(problem, { error_code: 'TOO_MANY_REQUESTS', success: false })
    const shareS = 86_400 / 30
    t.ok(problem.retry_after > shareS - 60 && problem.retry_after <= shareS, 'a thirtieth of the window')
    t.equal(refused?.headers.get('retry-after'), String(problem.retry_after))
    const other = await platform.identity.user()
    t.equal((await fetch(`${one.url}/api/conversations/export-all`, other)).status, 200)
  },
)

t.test('without Redis each gateway counts for itself', async (t) => {
  let now = Date.now()
  const away = { REDIS_URL: 'redis://127.0.0.1:9' }
  const { url, identity } = await startTestGateway(t, away, { now: () => new Date(now), policies: rates() })
  const { headers } = await identity.user()
  const send = () => fetch(`${url}/api/conversations/export-all`, { headers })
  const responses = await many(40, send)
  t.equal(countOf(responses, 200), 30)
  t.equal(countOf(responses, 429), 10)
  t.match(await (await send()).json(), { retry_after: 2 })
  now += 2_000
  t.equal((await send()).status, 200, 'a thirtieth of the minute later')
  t.equal((await send()).status, 429)
})

t.test('RATE_LIMIT_FACTOR multiplies limits', async (t) => {
  const { url, identity } = await startTestGateway(t, { RATE_LIMIT_FACTOR: 100 })
  const response = await fetch(`${url}/api/conversations/export-all`, await identity.user())
  t.equal(response.headers.get('ratelimit-policy'), '"export";q=3000;w=60')
})

t.test(
  'a guest has few streams at once over all gateways, and each is free again when it ends',
  async (t) => {
    const platform = await testPlatform(t)
    const open: ServerResponse[] = []
    const chat = await startUpstream(t, (app) => {
      app.post('/api/chat-stream', async (_request, reply) => {
        reply.hijack()
        reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
        open.push(reply.raw)
      })
    })
    const start = () => platform.startGateway({ CHAT_URL: urlOf(chat) })
    const gateways = [await start(), await start()]
    const send = (n: number) => fetch(`${gateways[n % 2]?.url}/api/chat-stream`, { method: 'POST' })
    const responses = await many(4, send)
    t.equal(countOf(responses, 200), 4)
    t.match(await (await send(0)).json(), { status: 429, error_code: 'TOO_MANY_REQUESTS' })
    const first = open[0]
    first?.end()
    if (first) await once(first, 'close')
    const again = await eventually(async () => {
      const reply = await send(1)
      return reply.status === 200 && reply
    })
    t.ok(again)
    for (const raw of open) raw.destroy()
  },
)

t.test(
  'a user downloads few files at once, streams apart, and each slot is free again when a file is over',
  async (t) => {
    const platform = await testPlatform(t)
    const open: ServerResponse[] = []
    const files = await startUpstream(t, (app) => {
      app.get('/*', async (_request, reply) => {
        reply.hijack()
        reply.raw.writeHead(200, { 'content-type': 'text/csv' }).write('a')
        open.push(reply.raw)
      })
    })
    const policies = { ...policiesOf(1), downloadWaitMs: 0 }
    const addresses = { EXPORT_URL: urlOf(files), CHAT_URL: urlOf(files) }
    const { url } = await platform.startGateway(addresses, {}, { policies })
    const [user, other] = [await platform.identity.user(), await platform.identity.user()]
    const paths = ['/api/conversations/export-all', '/api/conversations/x/export', '/api/exports/x/download']
    for (const path of paths) t.equal((await fetch(url + path, user)).status, 200, path)
    for (const path of paths)
      t.match(
        await (await fetch(url + path, user)).json(),
        { status: 429, error_code: 'TOO_MANY_REQUESTS' },
        path,
      )
    t.equal((await fetch(`${url}/api/chat-stream/x`, user)).status, 200, 'answers go on')
    t.equal((await fetch(url + paths[0], other)).status, 200, 'and others download')
    const guests = await many(3, () => fetch(url + paths[2]))
    t.equal(countOf(guests, 200), 2)
    const first = open[0]
    first?.end()
    if (first) await once(first, 'close')
    t.ok(await eventually(async () => (await fetch(url + paths[0], user)).status === 200))
    for (const raw of open) raw.destroy()
  },
)

t.test('downloads beyond those at once take turns, few of them', async (t) => {
  const platform = await testPlatform(t)
  const open: ServerResponse[] = []
  let mostOpen = 0
  const files = await startUpstream(t, (app) => {
    app.get('/*', async (_request, reply) => {
      reply.hijack()
      open.push(reply.raw)
      mostOpen = Math.max(mostOpen, open.length)
    })
  })
  const policies = { ...policiesOf(1), downloadWaitMs: 60_000, downloadsWaitingMax: 5 }
  const { url } = await platform.startGateway({ EXPORT_URL: urlOf(files) }, {}, { policies })
  const user = await platform.identity.user()
  const statuses: number[] = []
  const all = many(9, async () => {
    const { status } = await fetch(`${url}/api/exports/x/download`, user)
    statuses.push(status)
  })
  t.ok(await eventually(async () => open.length === 3 && statuses.length > 0))
  t.same(statuses, [429], 'three are read and five wait')
  await eventually(async () => {
    for (const raw of open.splice(0)) raw.writeHead(200, { 'content-type': 'text/csv' }).end('a')
    return statuses.length === 9
  })
  await all
  t.equal(statuses.filter((status) => status === 200).length, 8)
  t.equal(mostOpen, 3)
})

for (const path of ['/api/exports/x/download', '/api/v1/mistakes?limit=100'])
  t.test(`who reads a file, or a long list, too slowly is reset at the gateway: ${path}`, async (t) => {
    const platform = await testPlatform(t)
    const files = await startUpstream(t, (app) => {
      app.get('/*', async (_request, reply) => reply.type('text/csv').send(Buffer.alloc(8 * 1024 ** 2)))
    })
    let ms = 0
    const policies = {
      ...policiesOf(1),
      reader: { floor: 32_768, lookEveryMs: 5, now: () => (ms += 2_000) },
    }
    const { app, url } = await platform.startGateway(everyService(urlOf(files)), {}, { policies })
    const closed = new Promise((resolve) => {
      app.server.once('connection', (socket) => socket.once('close', resolve))
    })
    const slow = connect(Number(new URL(url).port), '127.0.0.1')
    const failed = new Promise((resolve) => slow.once('error', resolve))
    const { headers } = await platform.identity.user()
    const head = `host: x\r\nauthorization: ${headers.authorization}`
    slow.write(`GET ${path} HTTP/1.1\r\n${head}\r\n\r\n`)
    await once(slow, 'data')
    slow.pause()
    await closed
    slow.resume()
    t.match(await failed, { code: 'ECONNRESET' })
  })

t.test('guests of a /48 share four times what one of its networks may send', async (t) => {
  const settings = { TRUSTED_PROXIES: '1' }
  const { url, identity } = await startTestGateway(t, settings, { policies: policiesOfADay() })
  const path = `${url}/api/conversations/x/export`
  const send = (address: string, more = {}) =>
    fetch(path, { headers: { 'x-forwarded-for': address, ...more } }).then(({ status }) => status)
  const sent = async (network: string) => {
    let count = 0
    for (let n = 0; n < 12; n++) if ((await send(`${network}::${n + 1}`)) !== 429) count++
    return count
  }
  for (const network of [1, 2, 3, 4]) t.equal(await sent(`2001:db8:1:${network}`), 10, `network ${network}`)
  t.equal(await sent('2001:db8:1:5'), 0, 'a fifth has nothing left')
  t.equal(await sent('2001:db8:2:1'), 10, 'another customer has')
  t.not(await send('2001:db8:1:5::1', (await identity.user()).headers), 429, 'and so has a user')
})
