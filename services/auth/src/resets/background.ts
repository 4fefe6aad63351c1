import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { Logger } from '@lingzhi/runtime/logger'

export interface Background {
  /** Starts a task without waiting for its end; raises SERVICE_UNAVAILABLE when too many are under way. */
  run: (name: string, task: () => Promise<void>) => void
  /** The same for what may be left undone: too many are a line in the log. */
  tryRun: (name: string, task: () => Promise<void>) => void
  /** Waits for the tasks under way; each must bound itself. */
  close: () => Promise<void>
}

const tasksMax = 50

/** Tasks that continue after the response, so that response times reveal nothing about them. */
export function createBackground(log: Logger): Background {
  const running = new Set<Promise<void>>()
  const isFull = () => running.size >= tasksMax
  const start = (name: string, task: () => Promise<void>) => {
    const run = task()
      .catch((err) => log.error({ err, task: name }, 'a background task failed'))
      .finally(() => running.delete(run))
    running.add(run)
  }
  return {
    run: (name, task) => {
      if (isFull()) throw ServiceUnavailable({ retryAfterS: 5 })
      start(name, task)
    },
    tryRun: (name, task) => {
      if (isFull()) log.warn({ task: name }, 'too many background tasks: one is left undone')
      else start(name, task)
    },
    close: async () => {
      await Promise.allSettled(running)
    },
  }
}
