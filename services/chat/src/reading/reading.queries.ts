import type { ReplyOutcome } from '@lingzhi/contracts/chat-replies'
import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** Number of replies queued before this one. */
export async function queuePosition(db: Db, replyId: string): Promise<number> {
  const { count } = await db
    .selectFrom('replies as other')
    .innerJoin('replies as reply', (join) => join.on('reply.id', '=', replyId))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('other.status', '=', 'queued')
    .whereRef('other.created_at', '<', 'reply.created_at')
    .executeTakeFirstOrThrow()
  return count
}

/** A reply for its readers: its state, and its texts once it has ended. */
export async function findStoredReply(db: Db, replyId: string) {
  const row = await db
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_id')
    .select(['replies.status', 'attempt', 'runs', 'reasoning', 'content', 'finish_reason', 'usage', 'cached'])
    .select([
      'model',
      'provider',
      'attempts as provider_calls',
      'problem',
      'held_back',
      'tool_parts as parts',
    ])
    .where('replies.id', '=', replyId)
    .executeTakeFirst()
  if (!row) return undefined
  const { finish_reason, usage, cached, model, provider, provider_calls, problem, held_back, ...rest } = row
  const outcome: ReplyOutcome = {
    finish_reason: finish_reason ?? 'error',
    usage,
    cached,
    model,
    provider,
    attempts: provider_calls,
    problem,
    ...(held_back !== null && { held_back }),
  }
  return { ...rest, finished: row.status !== 'queued' && row.status !== 'running', outcome }
}

/** A reply with the owner of its conversation, to decide who may read it. */
export function findReply(db: Db, replyId: string) {
  return db
    .selectFrom('replies')
    .innerJoin('conversations', 'conversations.id', 'replies.conversation_id')
    .innerJoin('messages', 'messages.id', 'replies.message_id')
    .select(['replies.id', 'replies.conversation_id', 'replies.message_id', 'replies.question_id'])
    .select(sql<number>`coalesce(jsonb_array_length(tool_parts), 0)`.as('parts'))
    .select([
      'replies.agent_id',
      'replies.status',
      'replies.attempt',
      'replies.options',
      'replies.runs',
      'conversations.user_id',
    ])
    .where('replies.id', '=', replyId)
    .executeTakeFirst()
}
