import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { Logger } from '@lingzhi/runtime/logger'

export interface Background {
  /** Starts a task without waiting for its end; raises SERVICE_UNAVAILABLE when too many are under way. */
  run: (name: string, task: () => Promise<void>) => void
  /** Waits for the tasks under way; each must bound itself. */
  close: () => Promise<void>
}

const tasksMax = 50

/** Tasks that continue after the response, so that response times reveal nothing about them. */
export function createBackground(log: Logger): Background {
  const running = new Set<Promise<void>>()
  return {
    run: (name, task) => {
      if (running.size >= tasksMax) throw ServiceUnavailable({ retryAfterS: 5 })
      const run = task()
        .catch((err) => log.error({ err, task: name }, 'a background task failed'))
        .finally(() => running.delete(run))
      running.add(run)
    },
    close: async () => {
      await Promise.allSettled(running)
    },
  }
}
