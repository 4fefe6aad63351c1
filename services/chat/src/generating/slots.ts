export interface Slots {
  tryAcquire: () => boolean
  /** Waits its turn. Bounded by who holds the slots: every generation has a longest time. */
  acquire: () => Promise<void>
  release: () => void
  /** Resolves when nobody holds a slot. */
  idle: () => Promise<void>
}

/** So many slots; those who wait for one get it in order. */
export function createSlots(count: number): Slots {
  let held = 0
  const waiting: (() => void)[] = []
  let onIdle: (() => void)[] = []
  return {
    tryAcquire: () => {
      if (held >= count) return false
      held += 1
      return true
    },
    acquire: async () => {
      if (held < count) held += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
    },
    release: () => {
      const next = waiting.shift()
      // The slot goes on to the next without becoming free.
      if (next) return next()
      held -= 1
      if (held > 0) return
      for (const resolve of onIdle) resolve()
      onIdle = []
    },
    idle: () => (held === 0 ? Promise.resolve() : new Promise<void>((resolve) => onIdle.push(resolve))),
  }
}
