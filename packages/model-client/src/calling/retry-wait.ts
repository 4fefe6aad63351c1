import type { Failure } from '../failures/failures.ts'
import { policyOf } from '../failures/failures.ts'
import type { ModelSettings } from '../providers/settings.ts'

export type RetrySettings = Pick<
  ModelSettings,
  'LLM_RETRIES_MAX' | 'LLM_RETRY_BASE_MS' | 'LLM_RETRY_WITHIN_MS'
>

/**
 * The wait before a retry of the same model, in milliseconds: the provider's Retry-After, or a wait that doubles, each
 * with jitter so that replicas do not retry together. Undefined: use the next model.
 */
export function retryWait(
  failure: Failure,
  retries: number,
  elapsedMs: number,
  settings: RetrySettings,
): number | undefined {
  if (!policyOf(failure).retry || retries >= settings.LLM_RETRIES_MAX) return undefined
  const { retryAfterS } = failure.problem.options
  const jitter = Math.random()
  const waitMs =
    retryAfterS === undefined
      ? settings.LLM_RETRY_BASE_MS * 2 ** retries * (0.5 + jitter / 2)
      : retryAfterS * 1_000 + settings.LLM_RETRY_BASE_MS * jitter
  return elapsedMs + waitMs <= settings.LLM_RETRY_WITHIN_MS ? waitMs : undefined
}
