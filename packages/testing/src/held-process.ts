import { monitorEventLoopDelay } from 'node:perf_hooks'

/** No request may hold the process for longer, in ms. */
export const heldMaxMs = 50
/** A machine that is busy with other things holds it too, so the best of several counts, and how slow the machine was then. */
const triesMax = 40

/** What `pace` takes, in ms, on the machine for which the limit is meant; a slower one is given as much longer. */
const referencePaceMs = 20

/** The time that a fixed piece of work takes, in ms. */
function pace(): number {
  const since = performance.now()
  for (let n = 0, sum = 0; n < 3_000_000; n++) sum = (sum * 31 + n) | 0
  return performance.now() - since
}

/**
 * The longest time for which the process, the test in it, was held while this was done, in ms of the machine at its best, or of the reference where this one is slower. Done
 * again while it is more than `heldMaxMs`. The processor's own account of a thread is no measure: it counts in steps of 4 ms
 * and more, which are as long as what is measured.
 */
export async function heldMs(work: () => Promise<unknown>, tryMax = triesMax): Promise<number> {
  let ms = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < tryMax && ms > heldMaxMs; tries++) {
    const before = pace()
    const delays = monitorEventLoopDelay({ resolution: 1 })
    delays.enable()
    await work()
    delays.disable()
    const after = pace()
    bestPace = Math.min(bestPace, before, after)
    const slower = Math.max(1, Math.max(before, after) / Math.min(bestPace, referencePaceMs))
    ms = Math.min(ms, delays.max / 1e6 / slower)
  }
  return ms
}

let bestPace = Math.min(...Array.from({ length: 20 }, pace))
