import { forgetUser as forget, forgetLateData } from '@lingzhi/bus/forget-users'
import { recordFact } from '@lingzhi/bus/outbox'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { transact } from '@lingzhi/db/retry'
import { deleteCompletionsOf } from '../completions/completions.queries.ts'
import type { Deps } from '../deps.ts'
import { deleteFeedbackOf } from '../feedback/feedback.queries.ts'
import { forgetHitsOf } from '../filters/filters.queries.ts'
import { forgetAnswersOf } from '../generating/answer-cache.ts'
import { forgetSizeOf } from '../importing/imported-sizes.ts'
import { removeResultsOf } from '../importing/importing.queries.ts'
import { forgetPlatformSettingsOf } from '../platform/platform.queries.ts'
import { forgetPreferencesOf } from '../preferences/preferences.queries.ts'
import { logKey } from '../reading/entries.ts'
import { forgetScenariosOf } from '../scenarios/scenarios.queries.ts'
import { forgetSkillsOf } from '../skills/skills.queries.ts'
import { stopReplies } from '../stopping/stop-replies.ts'
import { unfinishedOfUser } from '../stopping/stopping.queries.ts'
import { deleteUsageOf } from '../usage/usage.queries.ts'
import { deleteSomeOfUser, recentReplies } from './removal.queries.ts'

const batchMax = 500

type UserDeps = Pick<Deps, 'db' | 'bus' | 'cache' | 'outbox' | 'now'>

/** Removes everything chat holds about a user, and records the user for a second pass later. Idempotent. */
export const forgetUser = (deps: UserDeps, userId: string): Promise<void> => forget(forgetting(deps), userId)

/** Removes data that arrived after users were deleted, once for each, and then their ids. */
export const sweepDeletedUsers = (deps: UserDeps): Promise<void> => forgetLateData(forgetting(deps))

const forgetting = (deps: UserDeps) => ({
  db: deps.db,
  now: deps.now,
  log: deps.bus.log,
  removeDataOf: (userId: string) => removeUserData(deps, userId),
})

/**
 * In batches. Idempotent: a fact delivered twice finds nothing the second time. An unfinished reply loses its row, so
 * it can store nothing more, and its worker is asked to stop.
 */
async function removeUserData({ db, bus, cache, outbox }: UserDeps, userId: string): Promise<void> {
  const logged = await recentReplies(db, userId)
  const unfinished = await unfinishedOfUser(db, userId)
  for (;;) {
    const removed = await transact(db, async (trx) => {
      const conversation_ids = await deleteSomeOfUser(trx, userId, batchMax)
      if (conversation_ids.length > 0)
        await recordFact(trx, ConversationsRemoved, { conversation_ids, user_id: userId, reason: 'account' })
      return conversation_ids.length
    })
    outbox.wake()
    if (removed < batchMax) break
  }
  stopReplies(bus, unfinished)
  // Best effort: they end by themselves, the logs in minutes and the answers in CACHE_TTL_S.
  await Promise.allSettled([forgetAnswersOf(cache, userId), ...logged.map((id) => cache.del(logKey(id)))])
  // Last: until its conversation is deleted, a reply that ends adds to these.
  await deleteUsageOf(db, userId)
  await deleteFeedbackOf(db, userId)
  await forgetHitsOf(db, userId)
  await removeResultsOf(db, userId)
  await forgetSizeOf(db, userId)
  await deleteCompletionsOf(db, userId)
  await forgetScenariosOf(db, userId)
  await forgetPlatformSettingsOf(db, userId)
  await forgetSkillsOf(db, userId)
  await forgetPreferencesOf(db, userId)
}
