import { eventually } from '@lingzhi/testing/eventually'
import { startOwnRedis } from '@lingzhi/testing/own-redis'
import t from 'tap'
import { startTestGateway, startUpstream, testPlatform, urlOf } from '../test-app.ts'

t.test('health responds without a request to any service', async (t) => {
  const platform = await testPlatform(t)
  const { url } = await platform.startGateway({})
  for (const path of ['/api/health', '/api/v1/health', '/api/health/', '/api/health%20']) {
    const reply = await fetch(url + path)
    t.equal(reply.status, 200, path)
    t.same(await reply.json(), { status: 'ok' })
  }
})

t.test('readiness names every service with what it depends on, and is 503 when one is down', async (t) => {
  const { url, startGateway } = await startTestGateway(t)
  const ready = await fetch(`${url}/api/health/ready`)
  t.equal(ready.status, 200)
  t.match(await ready.json(), {
    status: 'ok',
    services: {
      gateway: { status: 'ok', checks: { nats: { status: 'ok' }, redis: { status: 'ok' } } },
      auth: { status: 'ok', latency_ms: Number, checks: { postgres: { status: 'ok' } } },
      chat: { status: 'ok' },
      checkin: { status: 'ok' },
      export: { status: 'ok' },
    },
  })
  const only = urlOf(await startUpstream(t))
  const lonely = await startGateway({ AUTH_URL: only, CHAT_URL: only, CHECKIN_URL: only })
  const down = await fetch(`${lonely.url}/api/health/ready`)
  t.equal(down.status, 503)
  t.match(await down.json(), {
    status: 'down',
    services: { auth: { status: 'ok' }, export: { status: 'down' } },
  })
})

t.test(
  'a service whose replicas are all ejected is down, even if one of them would respond again',
  async (t) => {
    const { url, services } = await startTestGateway(t)
    for (const replica of services.chat.replicas) {
      replica.ejected = true
      replica.outUntil = Number.POSITIVE_INFINITY
    }
    const ready = await fetch(`${url}/api/health/ready`)
    t.equal(ready.status, 503)
    t.match(await ready.json(), {
      status: 'down',
      services: { chat: { status: 'down', replicas: { usable: 0, total: 1 } }, auth: { status: 'ok' } },
    })
  },
)

t.test(
  'a Redis that refuses writes makes the platform degraded, with the reason, and never 503',
  async (t) => {
    const redis = await startOwnRedis(t)
    const { url, startGateway } = await startTestGateway(t, { REDIS_URL: redis.url })
    const ready = async (at: string) => {
      const response = await fetch(`${at}/api/health/ready`)
      return { code: response.status, ...((await response.json()) as { status: string }) }
    }
    await eventually(async () => (await ready(url)).status === 'ok')
    await redis.admin.config('SET', 'maxmemory', '1')
    t.match(await ready(url), {
      code: 200,
      status: 'degraded',
      services: { gateway: { status: 'degraded', checks: { redis: { status: 'degraded', reason: 'OOM' } } } },
    })
    t.equal((await fetch(`${url}/api/agents`)).status, 200)

    const chat = await startUpstream(t, undefined, 0, { redis: async () => 'MISCONF' })
    const own = urlOf(chat)
    const { url: behind } = await startGateway({
      AUTH_URL: own,
      CHAT_URL: own,
      CHECKIN_URL: own,
      EXPORT_URL: own,
      FILES_URL: own,
      LEARNING_URL: own,
    })
    t.match(await ready(behind), {
      code: 200,
      status: 'degraded',
      services: {
        chat: { status: 'degraded', checks: { redis: { status: 'degraded', reason: 'MISCONF' } } },
      },
    })
    await redis.admin.config('SET', 'maxmemory', '0')
    t.match(await ready(url), { code: 200, status: 'ok' })
  },
)

t.test('a Redis whose memory is nearly used up is told before it refuses', async (t) => {
  const redis = await startOwnRedis(t)
  const { url } = await startTestGateway(t, { REDIS_URL: redis.url })
  const ready = async () => (await fetch(`${url}/api/health/ready`)).json()
  await eventually(async () => ((await ready()) as { status: string }).status === 'ok')
  const used = Number(/^used_memory:(\d+)/m.exec(await redis.admin.info('memory'))?.[1])
  await redis.admin.config('SET', 'maxmemory', String(Math.round(used * 1.15)))
  t.match(await ready(), { services: { gateway: { checks: { redis: { status: 'ok', reason: 'memory' } } } } })
  await redis.admin.config('SET', 'maxmemory', String(used * 3))
  t.notMatch(JSON.stringify(await ready()), '"reason":"memory"')
})

t.test('simultaneous readiness requests cost the services one, and count as requests', async (t) => {
  const platform = await testPlatform(t)
  let checks = 0
  const known = Promise.withResolvers<void>()
  const upstream = await startUpstream(t, (app) => {
    app.addHook('onRequest', async ({ url }) => {
      if (url !== '/api/health/ready') return
      checks += 1
      await known.promise
    })
  })
  const { url } = await platform.startGateway({ AUTH_URL: urlOf(upstream) }, { RATE_LIMIT_FACTOR: 0.005 })
  const many = <T>(send: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, send))
  let refused = 0
  await many(async () => {
    const { status } = await fetch(`${url}/api/health/ready`)
    if (status === 429) refused += 1
    // The last ones exceed the quota and are refused: by then all others wait for the response.
    if (refused === 5) known.resolve()
  })
  t.equal(checks, 1)
  t.equal(refused, 5)
  for (const path of ['/api/health', '/api/v1/health?a=1']) {
    const alive = await many(() => fetch(url + path))
    t.ok(
      alive.every(({ status }) => status === 200),
      'liveness has no limit',
    )
  }
})
