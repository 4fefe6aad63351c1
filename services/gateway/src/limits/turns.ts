/** A bound on what goes on at once under a name: a caller's, or a network's. */
interface Share {
  name: string
  max: number
}

export interface Turns {
  /** Takes a place in every share, the caller's own first, in turn; what gives them back, or undefined when the wait was too long or too many wait. */
  take: (shares: readonly Share[], signal: Waiting) => Release | Promise<Release | undefined>
}

export type Release = () => void

interface Waiting {
  waitMs: number
  waitingMax: number
  isGone: () => boolean
}

interface Waiter {
  /** The caller's own first. */
  shares: readonly Share[]
  tryAgain: () => void
}

/** Counts on this replica alone: what it protects, the connections to each service, is this replica's own. */
export function createTurns(): Turns {
  const busy = new Map<string, number>()
  const queues = new Map<string, Set<Waiter>>()

  const isFree = ({ name, max }: Share) => (busy.get(name) ?? 0) < max
  const occupy = (shares: readonly Share[]): Release => {
    for (const { name } of shares) busy.set(name, (busy.get(name) ?? 0) + 1)
    let held = true
    return () => {
      if (!held) return
      held = false
      for (const { name } of shares) {
        const left = (busy.get(name) ?? 1) - 1
        if (left > 0) busy.set(name, left)
        else busy.delete(name)
      }
      if (queues.size === 0) return
      // The network's first: the caller's own next would take the place before anybody else is looked at.
      for (const { name } of shares.toReversed()) callNext(name)
    }
  }
  /** Of those who wait for a share, first whoever's caller has the least under way: nobody waits for a neighbour's burst. */
  const callNext = (name: string) => {
    let next: Waiter | undefined
    for (const waiter of queues.get(name) ?? []) if (!next || underWay(waiter) < underWay(next)) next = waiter
    next?.tryAgain()
  }
  const underWay = ({ shares: [own] }: Waiter) => (own && busy.get(own.name)) ?? 0

  const enqueue = (name: string, waiter: Waiter) =>
    queues.set(name, (queues.get(name) ?? new Set()).add(waiter))
  const leave = (name: string, waiter: Waiter) => {
    const queue = queues.get(name)
    queue?.delete(waiter)
    if (queue?.size === 0) queues.delete(name)
  }

  const wait = (shares: readonly Share[], { waitMs, waitingMax, isGone }: Waiting) => {
    let full = shares.find((share) => !isFree(share))?.name ?? ''
    if ((queues.get(full)?.size ?? 0) >= waitingMax) return Promise.resolve(undefined)
    return new Promise<Release | undefined>((resolve) => {
      const end = (release: Release | undefined) => {
        clearTimeout(timer)
        leave(full, waiter)
        resolve(release)
      }
      const tryAgain = () => {
        const called = full
        if (isGone()) end(undefined)
        else {
          const next = shares.find((share) => !isFree(share))
          if (!next) return end(occupy(shares))
          if (next.name === called) return
          // It waits for the other share now, where it is called when that has room.
          leave(called, waiter)
          full = next.name
          enqueue(full, waiter)
        }
        callNext(called)
      }
      const waiter = { shares, tryAgain }
      const timer = setTimeout(() => end(undefined), waitMs)
      timer.unref()
      enqueue(full, waiter)
    })
  }

  return { take: (shares, waiting) => (shares.every(isFree) ? occupy(shares) : wait(shares, waiting)) }
}
