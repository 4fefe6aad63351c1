import { within } from '@lingzhi/runtime/within'
import { Type } from 'typebox'
import type { App } from './app-type.ts'

/**
 * Each rejects, or takes longer than the bound, when its dependency is not usable, and resolves with a text, the reason, when the
 * service goes on without what the dependency refuses; with a Note when all is well so far. Reasons and notes are public: a word,
 * never a message.
 */
export type HealthChecks = Record<string, Check>
type Check = () => Promise<unknown>

export class Note {
  readonly word: string
  constructor(word: string) {
    this.word = word
  }
}

/** Worst first. */
const states = ['down', 'degraded', 'ok'] as const
type State = (typeof states)[number]

/** The worst of several. */
export const worstOf = (results: readonly { status: State }[]): State =>
  states.find((state) => results.some(({ status }) => status === state)) ?? 'ok'

export const CheckResult = Type.Object(
  {
    status: Type.Enum([...states], {
      description: 'degraded: usable, except for what the reason says, and the service goes on without that.',
    }),
    latency_ms: Type.Number(),
    reason: Type.Optional(
      Type.String({
        description:
          "Why it is degraded, in a word: Redis's own, such as OOM, or memory when more than 80 % of it is used; DISK_FULL, READ_ONLY or DISK_FAILS of PostgreSQL; of a model key, credit, address, refused, tls and others; checking while a model is being tried.",
      }),
    ),
  },
  { title: 'Check' },
)

const checkMaxMs = 1_500

const Health = Type.Object({ status: Type.Literal('ok') })
const Readiness = Type.Object({
  status: Type.Enum([...states]),
  checks: Type.Record(Type.String(), CheckResult),
})

/** Liveness: touches nothing. */
export function showLiveness(app: App, path = '/api/health'): void {
  const older = path === '/api/v1/health'
  const live = {
    schema: {
      tags: ['health'],
      summary: older
        ? 'Check that the process is alive, under an older path'
        : 'Check that the process is alive',
      description: 'Touches no dependency, so it says nothing of them: see GET /api/health/ready.',
      response: { 200: Health },
    },
  }
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
      const status = worstOf(results.map(([, result]) => result))
      return reply.code(status === 'down' ? 503 : 200).send({ status, checks: Object.fromEntries(results) })
    },
  )
}

/** Runs one check within the bound; why it failed stays private. */
export async function timed(check: Check, maxMs = checkMaxMs) {
  const started = performance.now()
  const found = await within(maxMs, check()).then(
    (reason) =>
      typeof reason === 'string'
        ? { status: 'degraded' as const, reason }
        : { status: 'ok' as const, ...(reason instanceof Note && { reason: reason.word }) },
    () => ({ status: 'down' as const }),
  )
  const latency_ms = Math.round((performance.now() - started) * 10) / 10
  return { ...found, latency_ms }
}
