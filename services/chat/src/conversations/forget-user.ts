import { forgetUser as forget, forgetLateData } from '@lingzhi/bus/forget-users'
import { recordFact } from '@lingzhi/bus/outbox'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { transact } from '@lingzhi/db/retry'
import type { Deps } from '../deps.ts'
import { deleteFeedbackOf } from '../feedback/feedback.queries.ts'
import { forgetHitsOf } from '../filters/filters.queries.ts'
import { stopReplies } from '../stopping/stop-replies.ts'
import { unfinishedOfUser } from '../stopping/stopping.queries.ts'
import { deleteUsageOf } from '../usage/usage.queries.ts'
import { deleteSomeOfUser } from './removal.queries.ts'

const batchMax = 500

type UserDeps = Pick<Deps, 'db' | 'bus' | 'outbox' | 'now'>

/** Removes everything chat knows of a user, and remembers to look again later. Idempotent. */
export const forgetUser = (deps: UserDeps, userId: string): Promise<void> => forget(forgetting(deps), userId)

/** Removes what came after the deletion of users, once for each, and forgets who they were. */
export const sweepDeletedUsers = (deps: UserDeps): Promise<void> => forgetLateData(forgetting(deps))

const forgetting = (deps: UserDeps) => ({
  db: deps.db,
  now: deps.now,
  removeDataOf: (userId: string) => removeUserData(deps, userId),
})

/**
 * In batches. Idempotent: a fact delivered twice finds nothing the second time. A reply under way loses its row, and
 * with it the right to store anything; its worker is told.
 */
async function removeUserData({ db, bus, outbox }: UserDeps, userId: string): Promise<void> {
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
  // Last: until its conversation has gone, an answer that ends adds to these.
  await deleteUsageOf(db, userId)
  await deleteFeedbackOf(db, userId)
  await forgetHitsOf(db, userId)
}
