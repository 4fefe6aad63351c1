export interface Slots {
  /** Takes a slot that is free now; false when none is. */
  tryAcquire: () => boolean
  /** Waits for a slot, first come first served; rejects with `refuse()` when `waitingMax` are waiting already. */
  acquire: () => Promise<void>
  /** Gives a slot back: to the first that waits, if any. Once for each slot taken. */
  release: () => void
  /** Acquires a slot, does the task, releases the slot however the task ends. */
  run: <T>(task: () => Promise<T>) => Promise<T>
  /** Resolves when no slot is held. */
  idle: () => Promise<void>
}

export interface SlotsOptions {
  /** Most that may wait; without it the caller bounds them. */
  waitingMax?: number
  /** The error of one too many. */
  refuse?: () => Error
}

/** `count` slots. Waits are bounded only by the tasks that hold them: bound the tasks. */
export function createSlots(
  count: number,
  {
    waitingMax = Number.POSITIVE_INFINITY,
    refuse = () => new Error('too many wait for a slot'),
  }: SlotsOptions = {},
): Slots {
  let held = 0
  const waiting: (() => void)[] = []
  let onIdle: (() => void)[] = []
  const acquire = async () => {
    if (held < count) {
      held += 1
      return
    }
    if (waiting.length >= waitingMax) throw refuse()
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const release = () => {
    const next = waiting.shift()
    // The slot passes to the next without becoming free.
    if (next) return next()
    held -= 1
    if (held > 0) return
    for (const resolve of onIdle) resolve()
    onIdle = []
  }
  return {
    tryAcquire: () => {
      if (held >= count) return false
      held += 1
      return true
    },
    acquire,
    release,
    run: async (task) => {
      await acquire()
      try {
        return await task()
      } finally {
        release()
      }
    },
    idle: () => (held === 0 ? Promise.resolve() : new Promise<void>((resolve) => onIdle.push(resolve))),
  }
}
