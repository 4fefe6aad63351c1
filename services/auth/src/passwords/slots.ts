import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'

/** Runs tasks at most `atOnce` at a time, in order; beyond `waitingMax` waiting ones, SERVICE_UNAVAILABLE. */
export function createSlots(atOnce: number, waitingMax: number) {
  const waiting: (() => void)[] = []
  let free = atOnce

  const enter = async () => {
    if (free > 0) {
      free -= 1
      return
    }
    if (waiting.length >= waitingMax) throw ServiceUnavailable({ retryAfterS: 2 })
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    run: async <T>(task: () => Promise<T>): Promise<T> => {
      await enter()
      try {
        return await task()
      } finally {
        leave()
      }
    },
  }
}
