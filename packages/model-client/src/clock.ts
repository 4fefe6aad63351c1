import { delay } from '@lingzhi/runtime/delay'

/** The clock of retries and circuits. */
export interface Clock {
  /** Milliseconds since an arbitrary moment; never goes back. */
  now: () => number
  /** Waits `ms` milliseconds, or until the signal fires; never rejects. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>
}

export const realClock: Clock = { now: () => performance.now(), delay }
