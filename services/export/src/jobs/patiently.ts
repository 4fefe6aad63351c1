import { Problem } from '@lingzhi/contracts/problem'
import { StoreFull } from '@lingzhi/objects/object-store'
import { delay } from '@lingzhi/runtime/delay'
import { unlessAborted } from '@lingzhi/runtime/within'

/** Longest a worker waits for NATS, chat or the store to come back before it gives the job back. */
const patienceMs = 120_000
const pauseMaxMs = 2_000

/** Errors that waiting cannot cure: an invalid request, or a full store. */
export const isFinal = (err: unknown): boolean =>
  (err instanceof Problem && err.status < 500) || err instanceof StoreFull

/** Repeats work that fails because a dependency is away, with back-off, until it succeeds or the job is taken away. */
export async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
    signal.throwIfAborted()
    try {
      return await unlessAborted(signal, work())
    } catch (err) {
      if (signal.aborted || isFinal(err) || performance.now() > deadline) throw err
      await delay(pauseMs, signal)
    }
  }
}
