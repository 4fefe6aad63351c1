import type { App } from '@lingzhi/http/create-http'
import { delay } from '@lingzhi/runtime/delay'

/** Gives people precedence over exports on this replica. */
export interface ExportBrake {
  /** A request of somebody is under way, until the function returned is called. */
  enter: () => () => void
  /** Runs the work on a page when it is its turn. */
  page: <T>(work: () => Promise<T>) => Promise<T>
}

/** Long enough that somebody who goes from click to click is served without an export between. */
const recentMs = 1_000
/** How long a page is followed by nothing, as a multiple of the time it took: exports then have a quarter. */
const restShare = 3
/** An export goes on under any load: pages that wait their turn must keep within the question's deadline. */
const restMaxMs = 100

/**
 * Pages one at a time. While somebody is being served, or was within the last second, each is followed by a rest; with
 * nobody there they follow each other at once. What a page holds never depends on it, only when it comes.
 */
export function createExportBrake({ now = () => performance.now(), rest = delay } = {}): ExportBrake {
  let underWay = 0
  let lastServed = Number.NEGATIVE_INFINITY
  let turn: Promise<void> = Promise.resolve()
  const somebody = () => underWay > 0 || now() - lastServed < recentMs
  return {
    enter: () => {
      underWay += 1
      return () => {
        underWay -= 1
        lastServed = now()
      }
    },
    page: async (work) => {
      const before = turn
      const { promise, resolve } = Promise.withResolvers<void>()
      turn = promise
      await before
      const began = now()
      try {
        return await work()
      } finally {
        const restMs = Math.min((now() - began) * restShare, restMaxMs)
        if (somebody()) void rest(restMs).then(resolve)
        else resolve()
      }
    },
  }
}

/** Tells the brake of every request but those that only ask whether the service is well. */
export function brakeForRequests(app: App, brake: ExportBrake): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith('/api/health')) reply.raw.once('close', brake.enter())
    done()
  })
}
