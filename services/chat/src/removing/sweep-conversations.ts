import { recordFact } from '@lingzhi/bus/outbox'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import type { Recurring } from '@lingzhi/runtime/every'
import { about, every } from '@lingzhi/runtime/every'
import { dayMs, hourMs, secondMs } from '@lingzhi/runtime/time'
import { deleteOldCompletions, removeBodies } from '../completions/completions.queries.ts'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { removeHits } from '../filters/filters.queries.ts'
import { removeOldResults } from '../importing/importing.queries.ts'
import { retireUnfounded } from '../preferences/preferences.queries.ts'
import { sweepDeletedUsers } from './forget-user.ts'
import { deleteSomeIdle, isSweeper } from './removal.queries.ts'

const batchMax = 500

interface Age {
  of: 'guests' | 'temporary' | 'users'
  reason: 'expired' | 'retention'
  before: Date
}

/**
 * Removes expired data: guests' and temporary conversations after GUEST_CONVERSATION_HOURS without use, users' after RETENTION_DAYS
 * if that is set, filter hits after FILTER_HITS_DAYS, and what deleted users asked just before their deletion. One
 * replica at a time removes in batches, conversations together with their fact; a batch that fails is left to the
 * next sweep. Returns the number of conversations removed.
 */
export async function sweepConversations(deps: Deps, config: Config): Promise<number> {
  const now = deps.now().getTime()
  const expired = {
    reason: 'expired' as const,
    before: new Date(now - config.GUEST_CONVERSATION_HOURS * hourMs),
  }
  const ages: Age[] = [
    { of: 'guests', ...expired },
    { of: 'temporary', ...expired },
  ]
  if (config.RETENTION_DAYS > 0)
    ages.push({ of: 'users', reason: 'retention', before: new Date(now - config.RETENTION_DAYS * dayMs) })
  let total = 0
  for (const age of ages) {
    for (;;) {
      const removed = await removeBatch(deps, age)
      total += removed
      if (removed > 0) deps.outbox.wake()
      if (removed < batchMax) break
    }
  }
  if (config.FILTER_HITS_DAYS > 0) await sweepHits(deps.db, new Date(now - config.FILTER_HITS_DAYS * dayMs))
  await removeOldResults(deps.db, new Date(now - dayMs))
  await sweepCompletions(deps.db, now, config)
  await sweepDeletedUsers(deps)
  return total
}

/** Texts after COMPLETION_KEEP_H, rows after a month: usage is kept elsewhere. */
async function sweepCompletions(db: Db, nowMs: number, { COMPLETION_KEEP_H }: Config): Promise<void> {
  const steps = [
    [removeBodies, COMPLETION_KEEP_H * hourMs],
    [deleteOldCompletions, 30 * dayMs],
  ] as const
  for (const [remove, ageMs] of steps)
    while ((await remove(db, new Date(nowMs - ageMs), batchMax)) === batchMax);
}

async function sweepHits(db: Db, before: Date): Promise<void> {
  for (let removed = batchMax; removed === batchMax; ) {
    removed = await db
      .transaction()
      .execute(async (trx) => ((await isSweeper(trx)) ? removeHits(trx, before, batchMax) : 0))
  }
}

/** The number removed; zero also when another replica is sweeping. */
const removeBatch = ({ db, now }: Pick<Deps, 'db' | 'now'>, { of, reason, before }: Age): Promise<number> =>
  db.transaction().execute(async (trx) => {
    if (!(await isSweeper(trx))) return 0
    const removed = await deleteSomeIdle(trx, { of, before, max: batchMax })
    if (removed.length > 0) {
      const conversation_ids = removed.map(({ id }) => id)
      const owners = new Set(removed.map(({ user_id }) => user_id))
      await retireUnfounded(
        trx,
        [...owners].filter((owner) => owner !== null),
        now(),
      )
      const user_id = owners.size === 1 ? [...owners][0]! : null
      await recordFact(trx, ConversationsRemoved, { conversation_ids, user_id, reason })
    }
    return removed.length
  })

/** Sweeps every SWEEP_EVERY_S until closed. Every replica tries; one at a time gets the lock. */
export function startSweeper(deps: Deps, config: Config): Recurring {
  const pauseMs = () => about(config.SWEEP_EVERY_S * secondMs)
  const onError = (err: unknown) => deps.log.warn({ err }, 'sweeping conversations failed')
  return every({ pauseMs, onError }, async () => {
    const removed = await sweepConversations(deps, config)
    if (removed > 0) deps.log.info({ removed }, 'expired conversations were removed')
  })
}
