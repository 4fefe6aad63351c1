import type { Config } from '../config.ts'
import { openDeadline } from './deadline.ts'

export interface Bounds {
  /** Fires at the first bound that is reached, and when the reply is cut short. */
  readonly signal: AbortSignal
  readonly tooLong: boolean
  readonly timedOut: boolean
  /** To be called with the length of the answer as it grows. */
  check: (chars: number) => void
  close: () => void
}

/** What bounds one attempt beside its own life: REPLY_MAX_MS and REPLY_CHARS_MAX. */
export function openBounds(
  { REPLY_MAX_MS, REPLY_CHARS_MAX }: Pick<Config, 'REPLY_MAX_MS' | 'REPLY_CHARS_MAX'>,
  life: AbortSignal,
): Bounds {
  const deadline = openDeadline(REPLY_MAX_MS)
  const length = new AbortController()
  return {
    signal: AbortSignal.any([life, deadline.signal, length.signal]),
    get tooLong() {
      return length.signal.aborted
    },
    get timedOut() {
      return deadline.signal.aborted
    },
    check: (chars) => {
      if (chars > REPLY_CHARS_MAX) length.abort()
    },
    close: deadline.close,
  }
}
