import { delay } from './delay.ts'

export interface EveryOptions {
  /** Milliseconds from the end of one run to the start of the next; a function is called each time. */
  pauseMs: number | (() => number)
  /** Pauses before the first run too. */
  pauseFirst?: boolean
  /** Receives what a run threw; the next run follows all the same. */
  onError: (err: unknown) => void
}

export interface Recurring {
  /** Starts no further run, and resolves when the one under way has ended. Idempotent. */
  close: () => Promise<void>
}

/**
 * Does work every so often until closed. Runs never overlap: the pause starts when a run has ended. The signal
 * fires on close, so that a long run can end early. A pause does not keep the process alive.
 */
export function every(
  { pauseMs, pauseFirst = false, onError }: EveryOptions,
  work: (signal: AbortSignal) => Promise<unknown>,
): Recurring {
  const closing = new AbortController()
  const { signal } = closing
  const pause = () => delay(typeof pauseMs === 'number' ? pauseMs : pauseMs(), signal)
  const loop = async () => {
    if (pauseFirst) await pause()
    while (!signal.aborted) {
      try {
        await work(signal)
      } catch (err) {
        onError(err)
      }
      await pause()
    }
  }
  const running = loop()
  return {
    close: () => {
      closing.abort()
      return running
    },
  }
}

/** About so many milliseconds, a quarter more or less: replicas that started together drift apart. */
export const about = (ms: number): number => ms * (0.75 + Math.random() / 2)
