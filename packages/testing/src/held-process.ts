/** No request may hold the process for longer, in ms. */
export const heldMaxMs = 50
/** Caches, and another thread on the same core, make it slower at times, so the best of several counts, and how slow the machine was then. */
const triesMax = 15

/** The time for which this thread has run, in ms: another program that has the processor meanwhile does not count. */
function ranMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** The time that a fixed piece of work takes, in ms. */
function pace(): number {
  const since = ranMs()
  for (let n = 0, sum = 0; n < 3_000_000; n++) sum = (sum * 31 + n) | 0
  return ranMs() - since
}
let bestPace = Number.POSITIVE_INFINITY

/** For how long the thread ran at most between two turns of a timer. */
async function longestTurnMs(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let since = ranMs()
  const look = () => {
    const at = ranMs()
    longest = Math.max(longest, at - since)
    since = at
  }
  const looking = setInterval(look, 1)
  await work()
  look()
  clearInterval(looking)
  return longest
}

/**
 * The longest time for which the process, the test in it, was held while this was done, in ms. Done again while it is more
 * than `heldMaxMs`, then in ms of the machine at its best.
 */
export async function heldMs(work: () => Promise<unknown>): Promise<number> {
  let ms = await longestTurnMs(work)
  for (let tries = 1; tries < triesMax && ms > heldMaxMs; tries++) {
    if (tries === 1) bestPace = Math.min(bestPace, ...Array.from({ length: 20 }, pace))
    const before = pace()
    const turnMs = await longestTurnMs(work)
    const after = pace()
    bestPace = Math.min(bestPace, before, after)
    ms = Math.min(ms, turnMs / Math.max(1, Math.max(before, after) / bestPace))
  }
  return ms
}
