import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { Config } from '../config.ts'

/** Bounds the answers under way through this door; past it callers are told to come back. */
export function enterDoor({ GENERATIONS_MAX, RATE_LIMIT_FACTOR }: Config) {
  let taken = 0
  return () => {
    if (taken >= GENERATIONS_MAX * RATE_LIMIT_FACTOR) throw ServiceUnavailable({ retryAfterS: 2 })
    taken++
    return () => void taken--
  }
}
