import { openDeadline } from '@lingzhi/runtime/deadline'
import type { Config } from '../config.ts'
import { isStopped } from './cut.ts'

export interface Bounds {
  /** Fires when the first bound is reached or the reply is cut short. */
  readonly signal: AbortSignal
  /** Which bounds were reached so far. */
  readonly reached: Reached
  /** Call it with the answer's length, in characters, as it grows. */
  check: (chars: number) => void
  close: () => void
}

export interface Reached {
  stopped: boolean
  /** The answer outgrew REPLY_CHARS_MAX. */
  tooLong: boolean
  /** It took longer than REPLY_MAX_MS. */
  timedOut: boolean
}

/** The bounds of one attempt: its `life` signal, REPLY_MAX_MS and REPLY_CHARS_MAX. */
export function openBounds(
  { REPLY_MAX_MS, REPLY_CHARS_MAX }: Pick<Config, 'REPLY_MAX_MS' | 'REPLY_CHARS_MAX'>,
  life: AbortSignal,
): Bounds {
  const deadline = openDeadline(REPLY_MAX_MS)
  const length = new AbortController()
  return {
    signal: AbortSignal.any([life, deadline.signal, length.signal]),
    get reached() {
      return {
        stopped: isStopped(life),
        tooLong: length.signal.aborted,
        timedOut: deadline.signal.aborted,
      }
    },
    check: (chars) => {
      if (chars > REPLY_CHARS_MAX) length.abort()
    },
    close: deadline.close,
  }
}
