import { within } from '@lingzhi/runtime/within'
import { Type } from 'typebox'
import type { App } from './app-type.ts'

/** Each rejects, or takes longer than the bound, when its dependency is not usable. */
export type HealthChecks = Record<string, () => Promise<unknown>>

const checkMaxMs = 1_500

const Health = Type.Object({ status: Type.Literal('ok') })
const Readiness = Type.Object({
  status: Type.Enum(['ok', 'down']),
  checks: Type.Record(
    Type.String(),
    Type.Object({ status: Type.Enum(['ok', 'down']), latency_ms: Type.Number() }),
  ),
})

/** Liveness: touches nothing. */
export function showLiveness(app: App, path = '/api/health'): void {
  const live = { schema: { tags: ['health'], summary: 'Is the process alive?', response: { 200: Health } } }
  app.get(path, live, async () => ({ status: 'ok' as const }))
}

/** Readiness: checks every dependency at once. */
export function showReadiness(app: App, checks: HealthChecks): void {
  app.get(
    '/api/health/ready',
    { schema: { hide: true, response: { 200: Readiness, 503: Readiness } } },
    async (_request, reply) => {
      const results = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await timed(check)] as const),
      )
      const status = results.every(([, result]) => result.status === 'ok') ? 'ok' : 'down'
      return reply.code(status === 'ok' ? 200 : 503).send({ status, checks: Object.fromEntries(results) })
    },
  )
}

/** Runs one check within the bound; its reason stays private. */
export async function timed(check: () => Promise<unknown>, maxMs = checkMaxMs) {
  const started = performance.now()
  const ok = await within(maxMs, check()).then(
    () => true,
    () => false,
  )
  const latency_ms = Math.round((performance.now() - started) * 10) / 10
  return { status: ok ? ('ok' as const) : ('down' as const), latency_ms }
}
