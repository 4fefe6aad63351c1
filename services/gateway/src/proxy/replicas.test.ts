import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { policiesOf } from '../limits/policies.ts'
import { startUpstream, testPlatform, urlOf } from '../test-app.ts'

t.test('a dead replica costs no caller a repeatable request, and gets none while it is dead', async (t) => {
  const platform = await testPlatform(t)
  let served = 0
  const alive = await startUpstream(t, (app) => app.get('/api/agents', async () => ({ served: ++served })))
  const dead = `http://127.0.0.1:${await freePort()}`
  const { url, services } = await platform.startGateway({ CHAT_URL: `${dead}, ${urlOf(alive)}` })
  for (let n = 0; n < 6; n++) t.equal((await fetch(`${url}/api/agents`)).status, 200)
  t.equal(served, 6)
  t.same(
    services.chat.replicas.map((replica) => replica.ejected),
    [true, false],
  )
})

t.test(
  'a service whose replicas are all dead is refused at once with a Retry-After, and comes back by itself',
  async (t) => {
    const platform = await testPlatform(t)
    const port = await freePort()
    const { url } = await platform.startGateway({ CHAT_URL: `http://127.0.0.1:${port}` })
    for (const method of ['GET', 'HEAD', 'POST']) {
      const reply = await fetch(`${url}/api/agents/1`, { method })
      t.equal(reply.status, 503, method)
      t.match(reply.headers.get('retry-after'), /^[1-9]/)
      if (method !== 'HEAD')
        t.match(await reply.json(), { error_code: 'SERVICE_UNAVAILABLE', retry_after: Number })
    }
    await startUpstream(t, (app) => app.get('/api/agents/1', async () => ({ id: 1 })), port)
    t.ok(await eventually(async () => (await fetch(`${url}/api/agents/1`)).status === 200))
  },
)

t.test('a request that reached a replica is never sent twice', async (t) => {
  const platform = await testPlatform(t)
  let reached = 0
  const cuts = () =>
    startUpstream(t, (app) => {
      app.all('/api/agents/*', async (request, reply) => {
        reached += 1
        reply.hijack()
        request.raw.socket.destroy()
      })
    })
  const { url } = await platform.startGateway({ CHAT_URL: `${urlOf(await cuts())},${urlOf(await cuts())}` })
  for (const method of ['GET', 'POST']) {
    const reply = await fetch(`${url}/api/agents/1`, { method })
    t.match(await reply.json(), { status: 502, error_code: 'BAD_GATEWAY' })
  }
  t.equal(reached, 2)
})

t.test('a silent replica is given up in time, and ejected after several times', async (t) => {
  const platform = await testPlatform(t)
  const mute = await startUpstream(t, (app) => {
    app.get('/api/agents', async (_request, reply) => void reply.hijack())
  })
  const { url } = await platform.startGateway({ CHAT_URL: urlOf(mute) }, { UPSTREAM_TIMEOUT_MS: 100 })
  const replies = await Promise.all([1, 2, 3, 4, 5].map(() => fetch(`${url}/api/agents`)))
  for (const reply of replies) {
    t.match(await reply.json(), { status: 504, error_code: 'GATEWAY_TIMEOUT', retry_after: Number })
  }
  t.equal((await fetch(`${url}/api/agents`)).status, 503, 'the circuit is open')
})

t.test('requests are spread over the replicas', async (t) => {
  const platform = await testPlatform(t)
  const seen = new Set<number>()
  const start = (n: number) =>
    startUpstream(t, (app) => {
      app.get('/api/agents', async () => {
        seen.add(n)
        return {}
      })
    })
  const { url } = await platform.startGateway({
    CHAT_URL: `${urlOf(await start(1))},${urlOf(await start(2))}`,
  })
  await Promise.all(Array.from({ length: 10 }, () => fetch(`${url}/api/agents`)))
  t.equal(seen.size, 2)
})

t.test('a replica that is leaving gets no requests while there is another', async (t) => {
  const platform = await testPlatform(t)
  const served = { leaving: 0, staying: 0 }
  const leaving = await startUpstream(t, (app) => {
    app.get('/api/agents', async (_request, reply) => {
      served.leaving += 1
      return reply.header('connection', 'close').send({})
    })
  })
  const staying = await startUpstream(t, (app) =>
    app.get('/api/agents', async () => ({ n: ++served.staying })),
  )
  const both = await platform.startGateway({ CHAT_URL: `${urlOf(leaving)},${urlOf(staying)}` })
  for (let n = 0; n < 8; n++) t.equal((await fetch(`${both.url}/api/agents`)).status, 200)
  t.equal(served.leaving, 1)
  const alone = await platform.startGateway({ CHAT_URL: urlOf(leaving) })
  for (let n = 0; n < 3; n++)
    t.equal((await fetch(`${alone.url}/api/agents`)).status, 200, 'better than none')
})

t.test('a replica whose connections are all taken is still known to live', async (t) => {
  const platform = await testPlatform(t)
  const release = Promise.withResolvers<void>()
  let held = 0
  const upstream = await startUpstream(t, (app) =>
    app.get('/api/agents', async () => {
      held += 1
      await release.promise
      return {}
    }),
  )
  t.teardown(() => release.resolve())
  const policies = { ...policiesOf(1), underWayMax: 1_000, underWayOfNetworkMax: 1_000 }
  const { url, services } = await platform.startGateway({ CHAT_URL: urlOf(upstream) }, {}, { policies })
  const probed = () => services.chat.replicas[0]!.failed
  const sent = Array.from({ length: 140 }, () => fetch(`${url}/api/agents`))
  await eventually(async () => held === 128)
  let looks = 0
  // Longer than a probe may take: each look asks whether one has failed since.
  await eventually(async () => probed() > 0 || ++looks > 350, 20_000)
  t.equal(probed(), 0)
  release.resolve()
  t.ok((await Promise.all(sent)).every(({ status }) => status === 200))
})
