import { delay } from '@lingzhi/runtime/delay'

/** The time that retries and circuits go by. */
export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  now: () => number
  /** Waits, or returns early when the signal fires; never rejects. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>
}

export const realClock: Clock = { now: () => performance.now(), delay }
