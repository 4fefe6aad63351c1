import { recordFact } from '@lingzhi/bus/outbox'
import { ReplyCompleted } from '@lingzhi/contracts/chat'
import { transact } from '@lingzhi/db/retry'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import { messageTerms } from '../conversations/messages.queries.ts'
import type { Deps } from '../deps.ts'
import type { FilterHit } from '../output/filters/create-filter.ts'
import { recordHits } from '../output/filters/filters.queries.ts'
import { recordUsage } from '../usage/usage.queries.ts'
import type { Ending } from './replies.queries.ts'
import { endReplyRow } from './replies.queries.ts'

const messageStatus = { completed: 'complete', stopped: 'stopped', failed: 'failed' } as const

/**
 * Stores a reply's end: text, usage, filters’ hits and fact commit together, once. False when another attempt has begun or
 * the reply has ended already (or was deleted): then nothing is stored.
 */
export async function finishReply(
  { db, outbox }: Pick<Deps, 'db' | 'outbox'>,
  { CHECKIN_TIMEZONE }: Pick<Config, 'CHECKIN_TIMEZONE'>,
  replyId: string,
  ending: Ending,
  text: { reasoning: string; content: string },
  hits: readonly FilterHit[] = [],
): Promise<boolean> {
  const stored = await transact(db, async (trx) => {
    const reply = await endReplyRow(trx, replyId, ending)
    if (!reply) return false
    const visible = ending.status !== 'failed'
    // The conversation first: whoever changes its branches holds it, and the answer may be on another by now.
    const { user_id: owner } = await trx
      .updateTable('conversations')
      .set({ last_active: sql<Date>`greatest(last_active, ${ending.endedAt})` })
      .where('id', '=', reply.conversation_id)
      .returning('user_id')
      .executeTakeFirstOrThrow()
    const { active } = await trx
      .updateTable('messages')
      .set({
        status: messageStatus[ending.status],
        content: text.content,
        reasoning: text.reasoning,
        ...(visible && { terms: messageTerms(text.content, owner) }),
      })
      .where('id', '=', reply.message_id)
      .returning('active')
      .executeTakeFirstOrThrow()
    if (visible && active) {
      await trx
        .updateTable('conversations')
        .set((eb) => ({ message_count: eb('message_count', '+', 1) }))
        .where('id', '=', reply.conversation_id)
        .execute()
    }
    const { conversation_id, message_id, user_id, agent_id, request_id } = reply
    const { usage, model, cached, endedAt: at } = ending
    await recordHits(trx, { place: 'output', agent_id, user_id, reply_id: replyId, at }, hits)
    if (usage && model && !cached)
      await recordUsage(trx, { userId: user_id, model, usage, at }, CHECKIN_TIMEZONE)
    await recordFact(
      trx,
      ReplyCompleted,
      {
        ...{ reply_id: replyId, conversation_id, message_id, user_id, agent_id },
        finish_reason: ending.finishReason,
        total_tokens: ending.usage?.total_tokens ?? 0,
      },
      request_id,
    )
    return true
  })
  if (stored) outbox.wake()
  return stored
}
