/** A bound on what goes on at once under a name: a caller's, or a network's. */
interface Share {
  name: string
  max: number
}

export interface Turns {
  /** Takes a place in every share, in turn; what gives them back, or undefined when the wait was too long or too many wait. */
  take: (shares: readonly Share[], signal: Waiting) => Release | Promise<Release | undefined>
}

export type Release = () => void

interface Waiting {
  waitMs: number
  waitingMax: number
  isGone: () => boolean
}

/** Counts on this replica alone: what it protects, the connections to each service, is this replica's own. */
export function createTurns(): Turns {
  const busy = new Map<string, number>()
  const queues = new Map<string, Set<() => void>>()

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
      for (const { name } of shares) callNext(name)
    }
  }
  const callNext = (name: string) => {
    for (const next of queues.get(name) ?? []) return next()
  }

  const wait = (shares: readonly Share[], { waitMs, waitingMax, isGone }: Waiting) => {
    const full = (shares.find((share) => !isFree(share)) ?? shares[0])?.name ?? ''
    const queue = queues.get(full) ?? new Set()
    if (queue.size >= waitingMax) return Promise.resolve(undefined)
    queues.set(full, queue)
    return new Promise<Release | undefined>((resolve) => {
      const end = (release: Release | undefined) => {
        clearTimeout(timer)
        queue.delete(tryAgain)
        if (queue.size === 0) queues.delete(full)
        resolve(release)
      }
      const tryAgain = () => {
        if (isGone()) {
          end(undefined)
          callNext(full)
        } else if (shares.every(isFree)) end(occupy(shares))
      }
      const timer = setTimeout(() => end(undefined), waitMs)
      timer.unref()
      queue.add(tryAgain)
    })
  }

  return { take: (shares, waiting) => (shares.every(isFree) ? occupy(shares) : wait(shares, waiting)) }
}
