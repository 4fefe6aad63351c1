import type { Problem } from '@lingzhi/contracts/problem'
import type { Target } from './choose-models.ts'
import { keyOf } from './choose-models.ts'
import type { Circuit } from './circuit.ts'
import type { Clock } from './clock.ts'
import { countsAgainstProvider, forCaller } from './failures.ts'
import { ModelDown, ModelNotConfigured, ModelRejected, ModelTimeout } from './problems.ts'
import type { RetrySettings } from './retry-wait.ts'
import { retryWait } from './retry-wait.ts'
import type { ModelSettings } from './settings.ts'

export interface PlannedCall {
  target: Target
  /** Which call of this answer it is, from 1. */
  number: number
  /** What is left of the time for all calls together. */
  leftMs: number
}

export interface CallPlan {
  /**
   * The next call to make. Raises why nobody could answer once there is none left, the first failure before all
   * others; and the signal's reason.
   */
  next: () => Promise<PlannedCall>
  answered: (call: PlannedCall) => Promise<void>
  /**
   * Decides what follows a failed call, and waits if the same model is to be asked again. `final`: nothing may
   * follow, so the failure is raised.
   */
  failed: (call: PlannedCall, failure: Problem, final?: boolean) => Promise<void>
}

interface Wanted {
  /** In the order in which they are asked. */
  targets: Target[]
  /** Asked at the end when a model turned out not to exist, or refused. */
  lastResort: Target[]
  signal: AbortSignal
}

interface Means {
  settings: RetrySettings & Pick<ModelSettings, 'LLM_TOTAL_TIMEOUT_MS'>
  circuit: Circuit
  clock: Clock
}

/**
 * Which calls one answer may take, one after the other: each model again while its failures may pass, then the
 * next one, leaving out providers whose circuit is open, until the time for all calls is used up.
 */
export function planCalls(
  { targets, lastResort, signal }: Wanted,
  { settings, circuit, clock }: Means,
): CallPlan {
  const ahead = [...targets]
  const planned = new Set(targets.map(keyOf))
  const startedAt = clock.now()
  const elapsedMs = () => clock.now() - startedAt
  let calls = 0
  /** Of the target at hand. */
  let retries = 0
  let firstFailure: Problem | undefined

  function skipTarget() {
    ahead.shift()
    retries = 0
  }

  function addLastResort() {
    for (const target of lastResort) {
      if (planned.has(keyOf(target))) continue
      planned.add(keyOf(target))
      ahead.push(target)
    }
  }

  return {
    async next() {
      for (let target = ahead[0]; target; target = ahead[0]) {
        signal.throwIfAborted()
        const restMs = await circuit.restMs(target.provider.name)
        const leftMs = settings.LLM_TOTAL_TIMEOUT_MS - elapsedMs()
        if (restMs <= 0 && leftMs > 0) return { target, number: ++calls, leftMs }
        firstFailure ??= restMs > 0 ? ModelDown({ retryAfterS: restMs / 1_000 }) : ModelTimeout()
        skipTarget()
      }
      throw firstFailure ? forCaller(firstFailure) : ModelNotConfigured({ retryAfterS: 60 })
    },

    answered: ({ target }) => circuit.succeeded(target.provider.name),

    async failed({ target }, failure, final = false) {
      firstFailure ??= failure
      const waitMs = final ? undefined : retryWait(failure, retries, elapsedMs(), settings)
      if (waitMs !== undefined) {
        retries++
        await clock.delay(waitMs, signal)
        return
      }
      if (countsAgainstProvider(failure)) await circuit.failed(target.provider.name)
      else await circuit.succeeded(target.provider.name)
      if (final) throw forCaller(failure)
      if (failure.code === ModelRejected.code) addLastResort()
      skipTarget()
    },
  }
}
