import { retrying, transact } from '@lingzhi/db/retry'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { Config } from '../config.ts'
import { showOtherAnswer } from '../conversations/messages.queries.ts'
import type { Deps } from '../deps.ts'
import { recordHits } from '../filters/filters.queries.ts'
import type { Ending } from './replies.queries.ts'
import { endReply } from './replies.queries.ts'
import type { TakenReply } from './run-reply.ts'

/**
 * Stores a reply's end: text, usage, filters’ hits and fact commit together, once. False when another attempt has begun or
 * the reply has ended already (or was deleted): then nothing is stored. Another answer to the same question is shown in
 * the place of one that failed.
 */
export async function finishReply(
  { db, outbox }: Pick<Deps, 'db' | 'outbox'>,
  { CHECKIN_TIMEZONE }: Pick<Config, 'CHECKIN_TIMEZONE'>,
  {
    id: reply_id,
    message_id,
    user_id,
    agent_id,
  }: Pick<TakenReply, 'id' | 'message_id' | 'user_id' | 'agent_id'>,
  ending: Ending,
  text: { reasoning: string; content: string },
  hits: readonly FilterHit[] = [],
): Promise<boolean> {
  const end = (db: Deps['db']) =>
    endReply(db, { id: reply_id, userId: user_id }, ending, text, CHECKIN_TIMEZONE)
  const failed = ending.status === 'failed'
  const endWithMore = async (trx: Deps['db']) => {
    if (!(await end(trx))) return false
    const of = { place: 'output' as const, agent_id, user_id, reply_id, at: ending.endedAt }
    await recordHits(trx, of, hits)
    if (failed) await showOtherAnswer(trx, message_id)
    return true
  }
  const endsAlone = hits.length === 0 && !failed
  const stored = await (endsAlone ? retrying(db, () => end(db)) : transact(db, endWithMore))
  if (stored) outbox.wake()
  return stored
}
