import type { Bus } from '@lingzhi/bus/open-bus'
import type { Cache } from '@lingzhi/cache/open-redis'
import type { App } from '@lingzhi/http/create-http'
import { CheckResult, showLiveness, timed, worstOf } from '@lingzhi/http/health'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Deps, Services } from '../deps.ts'
import type { Service } from '../proxy/service.ts'
import { checkRedis } from './check-redis.ts'

const Status = Type.Enum(['ok', 'degraded', 'down'])
const Readiness = Type.Object(
  {
    status: Status,
    services: Type.Record(
      Type.String(),
      Type.Object({
        status: Status,
        latency_ms: Type.Number(),
        checks: Type.Optional(Type.Record(Type.String(), CheckResult)),
        replicas: Type.Optional(
          Type.Object({ usable: Type.Integer(), total: Type.Integer() }, { title: 'Replicas' }),
        ),
      }),
    ),
  },
  { title: 'Readiness' },
)

/** Services check their own dependencies for up to 1.5 s. */
const responseMaxMs = 2_500

/** GET /api/health under its second name, and readiness of the whole platform. */
export function showHealth(app: App, { services, bus, cache }: Pick<Deps, 'services' | 'bus' | 'cache'>) {
  let checking: ReturnType<typeof checkAll> | undefined

  showLiveness(app, '/api/v1/health')

  app.get(
    '/api/health/ready',
    {
      schema: {
        tags: ['health'],
        summary: 'Check that every service and its dependencies are usable',
        description:
          'The gateway requires NATS; without Redis it counts limits in its own memory. `degraded` (200): everything is served, but a dependency refuses something, and `reason` says what; it ends by itself.',
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      // One result for simultaneous requests: each check costs every service and database a request.
      checking ??= checkAll(services, bus, cache).finally(() => {
        checking = undefined
      })
      const named = await checking
      const status = worstOf(named.map(([, result]) => result))
      return reply.code(status === 'down' ? 503 : 200).send({ status, services: Object.fromEntries(named) })
    },
  )
}

const checkAll = (services: Services, bus: Bus, cache: Cache) =>
  Promise.all([
    checkGateway(bus.ping, cache),
    ...Object.values(services).map(async (service) => [service.name, await checkService(service)] as const),
  ])

async function checkGateway(ping: () => Promise<void>, cache: Cache) {
  const [nats, redis] = await Promise.all([timed(ping), timed(() => checkRedis(cache))])
  const degraded = nats.status === 'ok' && redis.status === 'degraded'
  return ['gateway', { ...nats, ...(degraded && { status: redis.status }), checks: { nats, redis } }] as const
}

type Checks = Record<string, Static<typeof CheckResult>>

async function checkService({ replicas }: Service) {
  const usable = replicas.filter((replica) => !replica.ejected)
  let checks: Checks | undefined
  const result = await timed(async () => {
    // Ejected replicas are not checked: no caller reaches them now.
    const replica = usable[0]
    if (!replica) throw new Error('no replica is usable')
    const { statusCode, body } = await replica.pool.request({
      path: '/api/health/ready',
      method: 'GET',
      headersTimeout: responseMaxMs,
      bodyTimeout: responseMaxMs,
    })
    checks = ((await body.json()) as { checks?: Checks }).checks
    if (statusCode !== 200) throw new Error(`readiness returned ${statusCode}`)
  }, responseMaxMs)
  const degraded = result.status === 'ok' && checks && worstOf(Object.values(checks)) === 'degraded'
  return {
    ...result,
    ...(degraded && { status: 'degraded' as const }),
    ...(checks && { checks }),
    replicas: { usable: usable.length, total: replicas.length },
  }
}
