import type { Problem } from '@lingzhi/contracts/problem'
import t from 'tap'
import type { Failure } from '../failures/failures.ts'
import {
  ContentRefused,
  ModelError,
  ModelRateLimited,
  ModelRejected,
  ModelTimeout,
  ModelUnavailable,
} from '../failures/problems.ts'
import type { Provider } from '../providers/providers.ts'
import type { Target } from './choose-models.ts'
import { keyOf } from './choose-models.ts'
import type { Circuit } from './circuit.ts'
import { manualClock } from './manual-clock.ts'
import { planCalls } from './plan-calls.ts'

const down: Failure = { kind: 'down', problem: ModelUnavailable() }
const broken: Failure = { kind: 'broken', problem: ModelError() }
const late: Failure = { kind: 'timeout', problem: ModelTimeout() }
const refused: Failure = { kind: 'request', problem: ModelRejected() }
const unknownModel: Failure = { kind: 'model', problem: ModelRejected() }
const forbidden: Failure = { kind: 'content', problem: ContentRefused() }
const limited = (retryAfterS?: number): Failure => ({
  kind: 'rate',
  problem: ModelRateLimited({ retryAfterS }),
})

interface Case {
  /** Each as provider/model. */
  targets: string[]
  lastResort?: string[]
  /** How the first calls fail, one after the other; later ones are answered. */
  failures?: Failure[]
  /** No call may follow a failure of this one, counted from 1. */
  finalAfter?: number
  callTakesMs?: number
  /** Providers with an open circuit, and how long they rest. */
  rests?: Record<string, number>
  settings?: object
  calls: string[]
  /** Bounds of each, since waits have jitter. */
  waits?: [from: number, to: number][]
  raises?: { code: string; status?: number; retryAfterS?: number }
  circuit?: string[]
}

const cases: Record<string, Case> = {
  'the first model answers': { targets: ['p/a', 'q/a'], calls: ['p/a'], circuit: ['+p'] },
  'a temporary failure: the same model again, after waits that double': {
    targets: ['p/a', 'q/a'],
    failures: [down, down],
    calls: ['p/a', 'p/a', 'p/a'],
    waits: [
      [200, 400],
      [400, 800],
    ],
    circuit: ['+p'],
  },
  'it keeps failing: the next model, with retries of its own': {
    targets: ['p/a', 'q/a'],
    failures: [down, down, down, broken, late],
    calls: ['p/a', 'p/a', 'p/a', 'q/a', 'q/a', 'q/a'],
    waits: [
      [200, 400],
      [400, 800],
      [200, 400],
      [400, 800],
    ],
    circuit: ['-p', '+q'],
  },
  'the provider sends a Retry-After': {
    targets: ['p/a'],
    failures: [limited(3)],
    calls: ['p/a', 'p/a'],
    waits: [[3_000, 3_400]],
    circuit: ['+p'],
  },
  'a wait past the deadline of retries: the next model at once; a limit is no failure of the provider': {
    targets: ['p/a', 'q/a'],
    failures: [limited(60)],
    calls: ['p/a', 'q/a'],
    circuit: ['+p', '+q'],
  },
  'a retry that would begin too late is not made': {
    targets: ['p/a', 'q/a'],
    failures: [down],
    callTakesMs: 20_000,
    calls: ['p/a', 'q/a'],
    circuit: ['-p', '+q'],
  },
  'a refusal: the next model at once': {
    targets: ['p/a', 'p/b'],
    failures: [refused],
    calls: ['p/a', 'p/b'],
    circuit: ['+p', '+p'],
  },
  'a model that exists nowhere: LLM_MODEL where it was not called yet, once': {
    targets: ['p/a', 'p/b'],
    lastResort: ['p/b', 'q/b'],
    failures: [unknownModel, unknownModel, unknownModel],
    calls: ['p/a', 'p/b', 'q/b'],
    raises: { code: 'MODEL_REJECTED', status: 502 },
    circuit: ['+p', '+p', '+q'],
  },
  'LLM_MODEL does not stand in for a model that refused the request': {
    targets: ['p/a'],
    lastResort: ['q/b'],
    failures: [refused],
    calls: ['p/a'],
    raises: { code: 'MODEL_REJECTED', status: 502 },
    circuit: ['+p'],
  },
  'forbidden content goes to no other model, and is no failure of the provider': {
    targets: ['p/a', 'q/a'],
    lastResort: ['q/b'],
    failures: [forbidden],
    calls: ['p/a'],
    raises: { code: 'CONTENT_REFUSED', status: 400 },
    circuit: ['+p'],
  },
  'no credit, a refused key or region: the next model at once': {
    targets: ['p/a', 'q/a', 'r/a', 's/a'],
    lastResort: ['q/b'],
    failures: (['credit', 'key', 'region'] as const).map((kind) => ({ kind, problem: ModelRejected() })),
    calls: ['p/a', 'q/a', 'r/a', 's/a'],
    circuit: ['+p', '+q', '+r', '+s'],
  },
  'LLM_MODEL does not stand in for a model that is merely down': {
    targets: ['p/a'],
    lastResort: ['q/b'],
    failures: [down, down, down],
    calls: ['p/a', 'p/a', 'p/a'],
    waits: [
      [200, 400],
      [400, 800],
    ],
    raises: { code: 'MODEL_UNAVAILABLE', status: 502 },
    circuit: ['-p'],
  },
  'all fail: the first failure is raised, and a 503 has a Retry-After': {
    targets: ['p/a', 'q/a'],
    failures: [limited(), refused],
    settings: { LLM_RETRIES_MAX: 0 },
    calls: ['p/a', 'q/a'],
    raises: { code: 'MODEL_RATE_LIMITED', status: 503, retryAfterS: 5 },
    circuit: ['+p', '+q'],
  },
  'a provider with an open circuit is left out': {
    targets: ['p/a', 'q/a'],
    rests: { p: 2_500 },
    calls: ['q/a'],
    circuit: ['+q'],
  },
  'all circuits open: a Retry-After': {
    targets: ['p/a', 'q/a'],
    rests: { p: 2_500, q: 4_000 },
    calls: [],
    raises: { code: 'MODEL_UNAVAILABLE', status: 503, retryAfterS: 2.5 },
  },
  'no call begins once the time for all is used up': {
    targets: ['p/a', 'q/a'],
    failures: [down],
    settings: { LLM_TOTAL_TIMEOUT_MS: 1_000 },
    callTakesMs: 1_000,
    calls: ['p/a'],
    waits: [[200, 400]],
    raises: { code: 'MODEL_UNAVAILABLE' },
  },
  'a failure that must be final is raised, and no other model is called': {
    targets: ['p/a', 'q/a'],
    failures: [down, broken],
    finalAfter: 2,
    calls: ['p/a', 'p/a'],
    waits: [[200, 400]],
    raises: { code: 'MODEL_ERROR', status: 502 },
    circuit: ['-p'],
  },
  'no model fits': {
    targets: [],
    lastResort: ['q/b'],
    calls: [],
    raises: { code: 'MODEL_NOT_CONFIGURED', status: 503, retryAfterS: 60 },
  },
}

const defaults = {
  LLM_RETRIES_MAX: 2,
  LLM_RETRY_BASE_MS: 400,
  LLM_RETRY_WITHIN_MS: 20_000,
  LLM_TOTAL_TIMEOUT_MS: 600_000,
}

function toTarget(key: string): Target {
  const [name = '', model = ''] = key.split('/')
  return { provider: { name } as Provider, model: { name: model } }
}

/** A plan with a circuit whose rests are the case's, and which records reports: +p succeeded, -p failed. */
function planOf({ targets, lastResort = [], rests = {}, settings }: Case, signal: AbortSignal) {
  const clock = manualClock()
  const reported: string[] = []
  const circuit: Circuit = {
    restMs: async (provider) => rests[provider] ?? 0,
    succeeded: async (provider) => void reported.push(`+${provider}`),
    failed: async (provider) => void reported.push(`-${provider}`),
  }
  const order = { targets: targets.map(toTarget), lastResort: lastResort.map(toTarget), signal }
  return {
    clock,
    reported,
    plan: planCalls(order, { settings: { ...defaults, ...settings }, circuit, clock }),
  }
}

for (const [name, each] of Object.entries(cases)) {
  t.test(name, async (t) => {
    const { clock, reported, plan } = planOf(each, new AbortController().signal)
    const failures = [...(each.failures ?? [])]
    const calls: string[] = []
    const run = async () => {
      for (;;) {
        const call = await plan.next()
        calls.push(keyOf(call.target))
        t.equal(call.number, calls.length)
        t.equal(
          call.leftMs,
          { ...defaults, ...each.settings }.LLM_TOTAL_TIMEOUT_MS - clock.now(),
          'the time left',
        )
        clock.advance(each.callTakesMs ?? 0)
        const failure = failures.shift()
        if (!failure) return plan.answered(call)
        await plan.failed(call, failure, calls.length === each.finalAfter)
      }
    }
    const raised = await run().catch((error: Problem) => error)
    t.same(calls, each.calls)
    if (each.raises) {
      const { retryAfterS, ...visible } = each.raises
      t.match(raised, visible)
      if (retryAfterS) t.equal(raised?.options.retryAfterS, retryAfterS)
    } else t.equal(raised, undefined)
    if (each.circuit) t.same(reported, each.circuit)
    t.equal(clock.waits.length, each.waits?.length ?? 0)
    for (const [at, [from, to]] of (each.waits ?? []).entries()) {
      const waited = clock.waits[at] ?? -1
      t.ok(waited >= from && waited <= to, `wait ${at} of ${waited} ms within ${from} to ${to}`)
    }
  })
}

t.test('the signal’s reason is raised in place of a further call', async (t) => {
  const stop = new AbortController()
  const { plan } = planOf({ targets: ['p/a', 'q/a'], calls: [] }, stop.signal)
  const call = await plan.next()
  stop.abort(new Error('stopped'))
  await plan.failed(call, down)
  await t.rejects(plan.next(), { message: 'stopped' })
})
