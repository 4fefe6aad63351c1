import { transact } from '@lingzhi/db/retry'
import { delay } from '@lingzhi/runtime/delay'
import { every } from '@lingzhi/runtime/every'
import { dayMs, secondMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { learn } from './learn.ts'
import { beginRun, claimTask, releaseTask, removeOldRuns } from './runs.queries.ts'

/** Who gave less feedback is learned from when asked for. */
export const feedbackMinDefault = 5
/** Each run is a bounded piece of work; who is left over has the oldest news in the next. */
const usersMaxDefault = 10_000
/** People learned from at once on one replica. */
const slots = 2
const lookEveryMs = 1_000
const keptDays = 90

/**
 * Learns preferences from feedback, until closed: a run every PREFERENCES_EVERY_S, of which one replica wins, and its tasks on any. The
 * leases are those of the worker of this id, which must live longer.
 */
export function startLearner(deps: Deps, config: Config, workerId: string): { close: () => Promise<void> } {
  const { db, log, now } = deps
  const closing = new AbortController()
  const onError = (err: unknown) => {
    if (!closing.signal.aborted) log.warn({ err }, 'learning preferences failed')
  }

  const tick = async () => {
    const everyMs = config.PREFERENCES_EVERY_S * secondMs
    const periodStart = new Date(Math.floor(now().getTime() / everyMs) * everyMs)
    const run = await transact(db, (trx) =>
      beginRun(trx, {
        trigger: 'hourly',
        periodStart,
        feedbackMin: feedbackMinDefault,
        usersMax: usersMaxDefault,
        at: now(),
      }),
    )
    if (run) await removeOldRuns(db, new Date(now().getTime() - keptDays * dayMs))
    if (run && run.users > 0) log.info({ run_id: run.id, users: run.users }, 'learning preferences')
  }

  const work = async () => {
    while (!closing.signal.aborted) {
      const task = await claimTask(db, workerId, config.LEASE_MS)
      if (!task) return
      try {
        await learn(deps, task, AbortSignal.any([closing.signal, AbortSignal.timeout(config.REPLY_MAX_MS)]))
      } catch (err) {
        onError(err)
        // A moment, so that one that fails for good is not taken again at once.
        await delay(lookEveryMs, closing.signal)
        await releaseTask(db, task)
        return
      }
    }
  }

  const ticks =
    config.PREFERENCES_EVERY_S > 0
      ? [every({ pauseMs: Math.min(config.PREFERENCES_EVERY_S * secondMs, 60_000) / 4, onError }, tick)]
      : []
  const works = Array.from({ length: slots }, () => every({ pauseMs: lookEveryMs, onError }, work))
  return {
    close: async () => {
      closing.abort()
      await Promise.all([...ticks, ...works].map((loop) => loop.close()))
    },
  }
}
