import { recordFact } from '@lingzhi/bus/outbox'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { transact } from '@lingzhi/db/retry'
import type { Deps } from '../deps.ts'
import { deleteFeedbackOf } from '../feedback/feedback.queries.ts'
import { forgetHitsOf } from '../output/filters/filters.queries.ts'
import { unfinishedOfUser } from '../replies/replies.queries.ts'
import { tellWorkersToStop } from '../replies/tell-workers-to-stop.ts'
import { deleteUsageOf } from '../usage/usage.queries.ts'

const batchMax = 500

/**
 * Removes everything chat knows of a user, in batches. Idempotent: a fact delivered twice finds nothing the
 * second time. A reply under way loses its row, and with it the right to store anything; its worker is told.
 */
export async function deleteUserData(
  { db, bus, outbox }: Pick<Deps, 'db' | 'bus' | 'outbox'>,
  userId: string,
): Promise<void> {
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
