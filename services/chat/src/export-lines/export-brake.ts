import type { App } from '@lingzhi/http/create-http'
import { delay } from '@lingzhi/runtime/delay'

/** Gives requests precedence over exports on this replica. */
export interface ExportBrake {
  /** Counts a request as under way until the returned function is called. */
  enter: () => () => void
  /**
   * Runs the work on a page when its turn comes. Work of many steps calls `breathe` between them: while people are served each step
   * is then followed by a pause, too.
   */
  page: <T>(work: (breathe: () => Promise<void>) => Promise<T>) => Promise<T>
}

/** Long enough that no export runs between two clicks of the same person. */
const recentMs = 1_000
/** The pause after a page, as a multiple of the time it took: exports then get a quarter of the time. */
const restShare = 3
/** Bounds the pause, so that pages that wait their turn still meet the bus request's deadline under any load. */
const restMaxMs = 100
/** The same within a page, of which there are a hundred: nobody waits long for a turn. */
const breathMaxMs = 25

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * Runs pages one at a time. While a request is under way, or was within the last second, each page is followed by a
 * pause; otherwise the next page starts at once. The brake changes when a page is sent, never what it holds.
 */
export function createExportBrake({ now = () => performance.now(), rest = delay } = {}): ExportBrake {
  let underWay = 0
  let lastServed = Number.NEGATIVE_INFINITY
  let turn: Promise<void> = Promise.resolve()
  const isBusy = () => underWay > 0 || now() - lastServed < recentMs
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
      let stepped = began
      const breathe = async () => {
        const restMs = Math.min((now() - stepped) * restShare, breathMaxMs)
        if (isBusy()) await rest(restMs)
        else await nextTurn()
        stepped = now()
      }
      try {
        return await work(breathe)
      } finally {
        const restMs = Math.min((now() - began) * restShare, restMaxMs)
        if (isBusy()) void rest(restMs).then(resolve)
        else resolve()
      }
    },
  }
}

/** Counts every request but health checks with the brake. */
export function brakeForRequests(app: App, brake: ExportBrake): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith('/api/health')) reply.raw.once('close', brake.enter())
    done()
  })
}
