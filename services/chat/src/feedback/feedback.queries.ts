import { recordFact } from '@lingzhi/bus/outbox'
import { FeedbackGiven } from '@lingzhi/contracts/chat'
import { transact } from '@lingzhi/db/retry'
import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** An answer in one of this user's conversations; undefined for anything else. */
export function findOwnAnswer(db: Db, messageId: string, userId: string) {
  return db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select(['messages.id', 'conversation_id'])
    .where('messages.id', '=', messageId)
    .where('conversations.user_id', '=', userId)
    .where('role', '=', 'assistant')
    .executeTakeFirst()
}

/** Stores a user's feedback on a message, replacing any earlier one. */
function saveFeedback(
  db: Db,
  feedback: {
    messageId: string
    userId: string
    type: 'like' | 'dislike' | 'correct'
    comment: string | null
    at: Date
  },
) {
  const { messageId: message_id, userId: user_id, type, comment, at } = feedback
  return db
    .insertInto('feedback')
    .values({ message_id, user_id, type, comment, created_at: at, updated_at: at })
    .onConflict((conflict) =>
      conflict.columns(['message_id', 'user_id']).doUpdateSet({ type, comment, updated_at: at }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Stores feedback with the fact that it was given. */
export const storeFeedback = (db: Db, feedback: Parameters<typeof saveFeedback>[1]) =>
  transact(db, async (trx) => {
    const saved = await saveFeedback(trx, feedback)
    const { messageId: message_id, userId: user_id, type } = feedback
    await recordFact(trx, FeedbackGiven, { message_id, user_id, type })
    return saved
  })

/** The answer of a reply in one of this user's conversations. */
export function findAnswerOf(db: Db, replyId: string, userId: string) {
  return db
    .selectFrom('replies')
    .innerJoin('conversations', 'conversations.id', 'replies.conversation_id')
    .select(['replies.message_id as id', 'conversation_id'])
    .where('replies.id', '=', replyId)
    .where('conversations.user_id', '=', userId)
    .executeTakeFirst()
}

/** Of one user; they are only counted, and what was long ago says little of how answers are now. */
const implicitMax = 1_000

/** What somebody did with an answer, and did not say; the newest are kept. */
export async function recordImplicit(
  db: Db,
  {
    id,
    userId,
    messageId,
    type,
    at,
  }: {
    id: string
    userId: string
    messageId: string | null
    type: 'regenerate' | 'implicit_retry' | 'implicit_modify'
    at: Date
  },
): Promise<void> {
  await db
    .insertInto('implicit_feedback')
    .values({ id, user_id: userId, message_id: messageId, type, created_at: at })
    .execute()
  await db
    .deleteFrom('implicit_feedback')
    .where('user_id', '=', userId)
    .where('id', 'in', (old) =>
      old
        .selectFrom('implicit_feedback')
        .select('id')
        .where('user_id', '=', userId)
        .orderBy('id', 'desc')
        .offset(implicitMax)
        .limit(implicitMax),
    )
    .execute()
}

export interface FeedbackList {
  type?: 'like' | 'dislike' | 'correct'
  agentId?: number
  commented?: boolean
  from?: string
  to?: string
  limit: number
  before?: { updated_at: string; id: string }
}

/** Characters of a question or an answer that a list shows. */
export const shownChars = 4_000

/** All users' feedback but that in temporary conversations, newest first, and one more row if another page follows: with the question and the answer. */
export function listFeedbackOfAll(
  db: Db,
  { type, agentId, commented, from, to, limit, before }: FeedbackList,
) {
  let given = db
    .selectFrom('feedback')
    .selectAll()
    .orderBy('updated_at', 'desc')
    .orderBy('message_id', 'desc')
    .limit(limit + 1)
  given = given.where(
    sql<boolean>`not exists (select from messages join conversations on conversations.id = conversation_id
      where messages.id = message_id and temporary)`,
  )
  if (type !== undefined) given = given.where('type', '=', type)
  if (agentId !== undefined) given = given.where('agent_id', '=', agentId)
  if (commented !== undefined) given = given.where('comment', commented ? 'is not' : 'is', null)
  if (from !== undefined) given = given.where(sql<boolean>`updated_at >= ${from}::timestamptz`)
  if (to !== undefined) given = given.where(sql<boolean>`updated_at < ${to}::timestamptz`)
  if (before)
    given = given.where(
      sql<boolean>`(updated_at, message_id) < (${before.updated_at}::timestamptz, ${before.id}::uuid)`,
    )
  return db
    .selectFrom(given.as('given'))
    .innerJoin('replies', 'replies.message_id', 'given.message_id')
    .innerJoin('messages as question', 'question.id', 'replies.question_id')
    .innerJoin('messages as answer', 'answer.id', 'given.message_id')
    .innerJoin('agents', 'agents.id', 'replies.agent_id')
    .select(['given.message_id', 'given.user_id', 'type', 'comment', 'given.created_at', 'given.updated_at'])
    .select(['replies.conversation_id', 'replies.agent_id', 'agents.name as agent_name', 'replies.model'])
    .select([
      sql<string>`left(question.content, ${sql.lit(shownChars)})`.as('question'),
      sql<string>`left(answer.content, ${sql.lit(shownChars)})`.as('answer'),
      sql<number | null>`(select max(version) from agent_versions
        where agent_id = replies.agent_id and changed_at <= coalesce(started_at, replies.created_at))`.as(
        'agent_version',
      ),
    ])
    .orderBy('given.updated_at', 'desc')
    .orderBy('given.message_id', 'desc')
    .execute()
}

export async function deleteFeedbackOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('feedback').where('user_id', '=', userId).execute()
}
