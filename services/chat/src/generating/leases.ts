import { every } from '@lingzhi/runtime/every'
import { Stopped } from './cut.ts'
import { beat, claimForgotten, forgetWorkers, releaseReply } from './leases.queries.ts'
import { nudge } from './reply-queue.ts'
import type { GeneratingDeps } from './reply-types.ts'

/** A reply queued for this long is nudged again, since its nudge may be lost. */
const nudgeAgainMs = 15_000
const forgottenMax = 200
const lookForForgottenMs = 500
const forgetWorkersMs = 600_000

type LeasesDeps = Pick<GeneratingDeps, 'db' | 'bus' | 'log' | 'config' | 'workerId'>

/**
 * Until closed: renews a worker's leases by recording that it is alive, stops its replies that were asked to stop, and,
 * like every other replica, nudges workers to take replies that none is generating.
 */
export function keepLeases(
  deps: LeasesDeps,
  running: ReadonlyMap<string, AbortController>,
): { close: () => Promise<void> } {
  const { db, bus, log, config, workerId } = deps
  const repeat = (pauseMs: number, failed: string, work: () => Promise<void>) =>
    every({ pauseMs, onError: (err) => log.warn({ err }, failed) }, work)

  let unknownBefore = new Set<string>()
  const showLife = async () => {
    const held = await beat(db, workerId)
    for (const { id, stop_requested } of held) if (stop_requested) running.get(id)?.abort(Stopped)
    // Leased to us but not running here, twice in a row: its generation broke, as when the database was away.
    const unknown = held.filter(({ id }) => !running.has(id)).map(({ id }) => id)
    for (const id of unknown) if (unknownBefore.has(id)) await releaseReply(db, id, workerId)
    unknownBefore = new Set(unknown)
  }

  const nudgeForgotten = async () => {
    const forgotten = await claimForgotten(db, config.LEASE_MS, nudgeAgainMs, forgottenMax)
    for (const { id, user_id, attempt } of forgotten)
      await nudge(bus, config, { reply_id: id, user_id }, `again-${attempt}-${Date.now()}`)
  }

  const loops = [
    repeat(config.LEASE_MS / 3, 'the worker could not renew its leases', showLife),
    repeat(lookForForgottenMs, 'looking for forgotten replies failed', nudgeForgotten),
    repeat(forgetWorkersMs, 'forgetting workers failed', () => forgetWorkers(db)),
  ]
  return {
    close: async () => {
      await Promise.all(loops.map((loop) => loop.close()))
    },
  }
}
