import { recordFact } from '@lingzhi/bus/outbox'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { transact } from '@lingzhi/db/retry'
import type { Deps } from '../deps.ts'
import { deleteFeedbackOf } from '../feedback/feedback.queries.ts'
import { forgetHitsOf } from '../filters/filters.queries.ts'
import { unfinishedOfUser } from '../generating/replies.queries.ts'
import { tellWorkersToStop } from '../stopping/tell-workers-to-stop.ts'
import { deleteUsageOf } from '../usage/usage.queries.ts'

const batchMax = 500

/** A token is refused within moments of its user's end, and no answer takes as long as this. */
const lookAgainMs = 3_600_000

type UserDeps = Pick<Deps, 'db' | 'bus' | 'outbox' | 'now'>

/** Removes everything chat knows of a user, and remembers to look again: what they asked in their last moment may come after. */
export async function deleteUserData(deps: UserDeps, userId: string): Promise<void> {
  await deps.db
    .insertInto('deleted_users')
    .values({ user_id: userId, deleted_at: deps.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await removeUserData(deps, userId)
}

/** Removes what has come after the deletion of users, once for each, and forgets who they were. */
export async function sweepDeletedUsers(deps: UserDeps): Promise<void> {
  const deleted = await deps.db
    .selectFrom('deleted_users')
    .select('user_id')
    .where('deleted_at', '<', new Date(deps.now().getTime() - lookAgainMs))
    .limit(batchMax)
    .execute()
  for (const { user_id } of deleted) {
    await removeUserData(deps, user_id)
    await deps.db.deleteFrom('deleted_users').where('user_id', '=', user_id).execute()
  }
}

/**
 * In batches. Idempotent: a fact delivered twice finds nothing the second time. A reply under way loses its row, and
 * with it the right to store anything; its worker is told.
 */
async function removeUserData({ db, bus, outbox }: UserDeps, userId: string): Promise<void> {
  const unfinished = await unfinishedOfUser(db, userId)
  for (;;) {
    const removed = await transact(db, async (trx) => {
      const rows = await trx
        .deleteFrom('conversations')
        .where('id', 'in', (eb) =>
          eb.selectFrom('conversations').select('id').where('user_id', '=', userId).limit(batchMax),
        )
        .returning('id')
        .execute()
      const conversation_ids = rows.map(({ id }) => id)
      if (conversation_ids.length > 0)
        await recordFact(trx, ConversationsRemoved, { conversation_ids, user_id: userId, reason: 'account' })
      return conversation_ids.length
    })
    outbox.wake()
    if (removed < batchMax) break
  }
  tellWorkersToStop(bus, unfinished)
  // Last: until its conversation has gone, an answer that ends adds to these.
  await deleteUsageOf(db, userId)
  await deleteFeedbackOf(db, userId)
  await forgetHitsOf(db, userId)
}
