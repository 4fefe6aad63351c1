import { minuteMs } from '@lingzhi/runtime/time'

export interface CheckTurns {
  /** Does a task in its asker's turn, one task at a time; undefined when the asker's share is used up, or the turn did not come in time. */
  run: <T>(asker: string, task: () => Promise<T>) => Promise<T | undefined>
}

interface Waiter {
  asker: string
  /** Its turn has come. */
  begin: () => void
}

/** Of one asker, in a minute: a third of it. */
const usedMaxMs = 20_000
const waitingMax = 8
const waitMaxMs = 12_000

/**
 * Turns at what does one task at a time. First is whoever has used least of the last minute, so that one asker's slow tasks delay another's by
 * the one that is under way; and who has used a share of it waits for the next minute.
 */
export function createCheckTurns({ now = () => performance.now(), waitMs = waitMaxMs } = {}): CheckTurns {
  const used = new Map<string, { at: number; ms: number }[]>()
  const waiting = new Set<Waiter>()
  let busy = false

  const usedBy = (asker: string) => {
    const recent = (used.get(asker) ?? []).filter(({ at }) => at > now() - minuteMs)
    if (recent.length > 0) used.set(asker, recent)
    else used.delete(asker)
    return recent.reduce((sum, { ms }) => sum + ms, 0)
  }
  const isSpent = (asker: string) => usedBy(asker) >= usedMaxMs
  const next = () => {
    let first: Waiter | undefined
    for (const one of waiting) if (!first || usedBy(one.asker) < usedBy(first.asker)) first = one
    first?.begin()
  }
  const take = (asker: string) =>
    new Promise<boolean>((resolve) => {
      const end = (taken: boolean) => {
        clearTimeout(timer)
        waiting.delete(waiter)
        if (taken) busy = true
        resolve(taken)
      }
      const waiter = { asker, begin: () => end(true) }
      const timer = setTimeout(() => end(false), waitMs)
      waiting.add(waiter)
      if (!busy) next()
    })
  const waitingOf = (asker: string) => [...waiting].filter((one) => one.asker === asker).length

  return {
    run: async (asker, task) => {
      if (isSpent(asker) || waitingOf(asker) >= waitingMax) return undefined
      if (!(await take(asker))) return undefined
      const began = now()
      try {
        // It may have been used up while this waited.
        return isSpent(asker) ? undefined : await task()
      } finally {
        used.set(asker, [...(used.get(asker) ?? []), { at: now(), ms: now() - began }])
        // Askers of before are forgotten.
        for (const one of used.keys()) usedBy(one)
        busy = false
        next()
      }
    },
  }
}
