import { delay } from '@lingzhi/runtime/delay'
import { Stopped } from './cut.ts'
import { beat, claimForgotten, forgetWorkers, releaseReply } from './leases.queries.ts'
import { nudge } from './reply-queue.ts'
import type { GeneratingContext } from './reply-types.ts'

/** A queued reply is called for again when it has waited this long: its nudge may be lost. */
const nudgeAgainMs = 15_000
const forgottenMax = 200
const lookForForgottenMs = 500
const forgetWorkersMs = 600_000

type LeasesContext = Pick<GeneratingContext, 'db' | 'bus' | 'log' | 'config' | 'workerId'>

/**
 * Keeps a worker's hold on its replies by showing that it lives, and stops those it is asked to; calls again, with every
 * other replica, for replies that nobody works on. Until closed.
 */
export function keepLeases(
  ctx: LeasesContext,
  running: ReadonlyMap<string, AbortController>,
): { close: () => Promise<void> } {
  const { db, bus, log, config, workerId } = ctx
  const closing = new AbortController()
  const every = async (ms: number, failed: string, work: () => Promise<void>) => {
    while (!closing.signal.aborted) {
      await work().catch((err) => log.warn({ err }, failed))
      await delay(ms, closing.signal)
    }
  }

  let strangers = new Set<string>()
  const showLife = async () => {
    const held = await beat(db, workerId)
    for (const { id, stop_requested } of held) if (stop_requested) running.get(id)?.abort(Stopped)
    // Held in our name and twice unknown to us: its generation broke here, as when the database was away.
    const unknown = held.filter(({ id }) => !running.has(id)).map(({ id }) => id)
    for (const id of unknown) if (strangers.has(id)) await releaseReply(db, id, workerId)
    strangers = new Set(unknown)
  }

  const callForgotten = async () => {
    const forgotten = await claimForgotten(db, config.LEASE_MS, nudgeAgainMs, forgottenMax)
    for (const { id, user_id, attempt } of forgotten)
      await nudge(bus, config, { reply_id: id, user_id }, `again-${attempt}-${Date.now()}`)
  }

  const loops = [
    every(config.LEASE_MS / 3, 'the worker could not show that it lives', showLife),
    every(lookForForgottenMs, 'looking for forgotten replies failed', callForgotten),
    every(forgetWorkersMs, 'forgetting workers failed', () => forgetWorkers(db)),
  ]
  return {
    close: async () => {
      closing.abort()
      await Promise.all(loops)
    },
  }
}
