import type { Problem } from '@lingzhi/contracts/problem'
import type { Clock } from '../clock.ts'
import type { Failure } from '../failures/failures.ts'
import { forCaller, policyOf } from '../failures/failures.ts'
import { ModelDown, ModelNotConfigured, ModelTimeout } from '../failures/problems.ts'
import type { ModelSettings } from '../providers/settings.ts'
import type { Target } from './choose-models.ts'
import { keyOf } from './choose-models.ts'
import type { Circuit } from './circuit.ts'
import type { RetrySettings } from './retry-wait.ts'
import { retryWait } from './retry-wait.ts'

export interface PlannedCall {
  target: Target
  /** Counts the calls of this answer, from 1. */
  number: number
  /** Time left for all calls of the answer together. */
  leftMs: number
}

export interface CallPlan {
  /**
   * The next call to make. When none is left, raises the first failure, or MODEL_NOT_CONFIGURED if there were no targets;
   * raises the signal's reason when it has fired.
   */
  next: () => Promise<PlannedCall>
  /** The same call once more, with a request that its provider may take. */
  again: (call: PlannedCall) => PlannedCall
  answered: (call: PlannedCall) => Promise<void>
  /**
   * Decides what follows a failed call, and waits before a retry of the same model. Raises the failure when no call may
   * follow: because it is `final`, or because of its kind.
   */
  failed: (call: PlannedCall, failure: Failure, final?: boolean) => Promise<void>
}

interface CallOrder {
  /** In the order in which they are called. */
  targets: Target[]
  /** Called at the end, if a model does not exist. */
  lastResort: Target[]
  /** Whose answer it is; see Circuit. */
  caller?: string | undefined
  signal: AbortSignal
}

interface PlanDeps {
  settings: RetrySettings & Pick<ModelSettings, 'LLM_TOTAL_TIMEOUT_MS'>
  circuit: Circuit
  clock: Clock
}

/**
 * Plans the calls for one answer, one after the other: each model is retried while its failures may be temporary, then
 * the next one follows. Providers with an open circuit are skipped. Ends when the time for all calls is used up.
 */
export function planCalls(
  { targets, lastResort: lastResorts, caller, signal }: CallOrder,
  { settings, circuit, clock }: PlanDeps,
): CallPlan {
  const remaining = [...targets]
  const planned = new Set(targets.map(keyOf))
  const startedAt = clock.now()
  const elapsedMs = () => clock.now() - startedAt
  let calls = 0
  /** Of the current target. */
  let retries = 0
  let firstFailure: Problem | undefined

  function skipTarget() {
    remaining.shift()
    retries = 0
  }

  function addLastResort() {
    for (const target of lastResorts) {
      if (planned.has(keyOf(target))) continue
      planned.add(keyOf(target))
      remaining.push(target)
    }
  }

  return {
    async next() {
      for (let target = remaining[0]; target; target = remaining[0]) {
        signal.throwIfAborted()
        const restMs = await circuit.restMs(target.provider.name)
        const leftMs = settings.LLM_TOTAL_TIMEOUT_MS - elapsedMs()
        if (restMs <= 0 && leftMs > 0) return { target, number: ++calls, leftMs }
        firstFailure ??= restMs > 0 ? ModelDown({ retryAfterS: restMs / 1_000 }) : ModelTimeout()
        skipTarget()
      }
      throw firstFailure ? forCaller(firstFailure) : ModelNotConfigured({ retryAfterS: 60 })
    },

    again: ({ target }) => ({ target, number: ++calls, leftMs: settings.LLM_TOTAL_TIMEOUT_MS - elapsedMs() }),

    answered: ({ target }) => circuit.succeeded(target.provider.name),

    async failed({ target }, failure, final = false) {
      firstFailure ??= failure.problem
      const { counts, next, lastResort } = policyOf(failure)
      const waitMs = final ? undefined : retryWait(failure, retries, elapsedMs(), settings)
      if (waitMs !== undefined) {
        retries++
        await clock.delay(waitMs, signal)
        return
      }
      if (counts) await circuit.failed(target.provider.name, caller)
      else await circuit.succeeded(target.provider.name)
      if (final || !next) throw forCaller(failure.problem)
      if (lastResort) addLastResort()
      skipTarget()
    },
  }
}
