import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { Config } from '../config.ts'

export interface CompletionSlots {
  /** Raises SERVICE_UNAVAILABLE with the time to come back when all slots are taken. */
  take: () => { release: () => void }
}

/** Bounds the completions that one replica answers at the same time. */
export function createCompletionSlots({
  GENERATIONS_MAX,
  RATE_LIMIT_FACTOR,
}: Pick<Config, 'GENERATIONS_MAX' | 'RATE_LIMIT_FACTOR'>): CompletionSlots {
  const slotsMax = GENERATIONS_MAX * RATE_LIMIT_FACTOR
  let taken = 0
  return {
    take() {
      if (taken >= slotsMax) throw ServiceUnavailable({ retryAfterS: 2 })
      taken++
      return { release: () => void taken-- }
    },
  }
}
