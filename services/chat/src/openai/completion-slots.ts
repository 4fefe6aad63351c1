import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { createSlots } from '@lingzhi/runtime/slots'
import type { Config } from '../config.ts'

export interface CompletionSlots {
  /** Takes a slot. Raises SERVICE_UNAVAILABLE, with the time to come back, when none is free. */
  take: () => void
  /** Releases a slot; once for each slot taken. */
  release: () => void
}

/** Bounds the completions that one replica serves at the same time. */
export function createCompletionSlots({
  GENERATIONS_MAX,
  RATE_LIMIT_FACTOR,
}: Pick<Config, 'GENERATIONS_MAX' | 'RATE_LIMIT_FACTOR'>): CompletionSlots {
  const slots = createSlots(GENERATIONS_MAX * RATE_LIMIT_FACTOR)
  return {
    take: () => {
      if (!slots.tryAcquire()) throw ServiceUnavailable({ retryAfterS: 2 })
    },
    release: slots.release,
  }
}
