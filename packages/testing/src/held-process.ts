/** No request may hold the process for longer, in ms. */
export const heldMaxMs = 50
/** A machine that is busy with other things holds it too, so the best of several counts. */
const triesMax = 15

/** Processor time of this thread so far, in ms. */
function spentMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** What `pace` takes, in ms, on the machine for which the limit is meant; a slower one is given as much longer. */
const referencePaceMs = 20

/** The processor time of a fixed piece of work, in ms. */
function pace(): number {
  const before = spentMs()
  for (let n = 0, sum = 0; n < 3_000_000; n++) sum = (sum * 31 + n) | 0
  return spentMs() - before
}

const slower = Math.max(1, Math.min(...Array.from({ length: 20 }, pace)) / referencePaceMs)

/** The processor time that this thread takes for some work, in ms of the reference machine: what others do meanwhile does not count. */
export async function workMs(work: () => unknown): Promise<number> {
  const before = spentMs()
  await work()
  return (spentMs() - before) / slower
}

/**
 * The longest time for which the process, the test in it, was held while this was done, in ms of the reference machine. Done again
 * while it is more than `heldMaxMs`. Turns of the event loop are looked at one by one, because Node's own histogram of its delay
 * leaves out the first.
 */
export async function heldMs(work: () => Promise<unknown>): Promise<number> {
  let ms = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < triesMax && ms > heldMaxMs; tries++) {
    const turns = watchTurns()
    await work()
    ms = Math.min(ms, turns.end() / slower)
  }
  return ms
}

/**
 * The most that a turn of the event loop takes, until `end`: the shorter of its time by the clock, in which other processes had
 * their share, and of this thread's processor time, which some machines count in steps of several ms.
 */
function watchTurns() {
  let last = { at: performance.now(), spent: spentMs() }
  let mostMs = 0
  let next: NodeJS.Immediate
  const look = () => {
    const now = { at: performance.now(), spent: spentMs() }
    mostMs = Math.max(mostMs, Math.min(now.at - last.at, now.spent - last.spent))
    last = now
    next = setImmediate(look)
  }
  next = setImmediate(look)
  return {
    end() {
      clearImmediate(next)
      look()
      clearImmediate(next)
      return mostMs
    },
  }
}
