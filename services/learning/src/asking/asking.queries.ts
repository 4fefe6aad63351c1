import { ownTerms } from '@lingzhi/search-terms/search-terms'
import { sql } from 'kysely'
import type { AskedOfChat, Db, Question, Session } from '../database.ts'
import { foldFormulas } from '../formulas/fold-formulas.ts'
import { questionColumns } from '../questions.queries.ts'

export const findQuestionOnce = (db: Db, userId: string, key: string): Promise<Question | undefined> =>
  db
    .selectFrom('questions')
    .select(questionColumns)
    .where('user_id', '=', userId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst()

/** The question that one of the same session would follow up. */
export const questionBefore = (db: Db, conversationId: string): Promise<Question | undefined> =>
  db
    .selectFrom('questions')
    .select(questionColumns)
    .where('conversation_id', '=', conversationId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** A session of this user's, locked until the transaction ends: its questions are counted one by one. */
export const lockSession = (trx: Db, id: string, userId: string): Promise<Session | undefined> =>
  trx
    .selectFrom('sessions')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()

export type NewQuestionRow = Omit<
  Question,
  'status' | 'message_id' | 'problem' | 'ended_at' | 'tried_at' | 'context_data' | 'request'
> & { context_data: Record<string, unknown>; request: AskedOfChat }

/** Stores a question and counts it; undefined when the key was used in the meantime. */
export async function insertQuestion(trx: Db, question: NewQuestionRow): Promise<Question | undefined> {
  const { context_data, request, created_at, user_id, conversation_id } = question
  const terms = ownTerms(foldFormulas(question.content), user_id)
  const stored = await trx
    .insertInto('questions')
    .values({
      ...question,
      context_data: JSON.stringify(context_data),
      request: JSON.stringify(request),
      tried_at: created_at,
      terms: sql`array_to_tsvector(${terms}::text[])`,
    })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'idempotency_key']).where('idempotency_key', 'is not', null).doNothing(),
    )
    .returning(questionColumns)
    .executeTakeFirst()
  if (!stored) return undefined
  await trx
    .updateTable('sessions')
    .set((eb) => ({
      question_count: eb('question_count', '+', 1),
      status: 'active' as const,
      last_asked_at: created_at,
      updated_at: created_at,
    }))
    .where('conversation_id', '=', conversation_id)
    .execute()
  return stored
}

/** Chat has the question. */
export async function markBegun(
  db: Db,
  { id, conversation_id }: Pick<Question, 'id' | 'conversation_id'>,
  messageId: string,
  at: Date,
): Promise<void> {
  await db
    .updateTable('questions')
    .set({ status: 'begun', message_id: messageId, request: null, tried_at: at })
    .where('id', '=', id)
    .where('status', '=', 'asked')
    .execute()
  await db
    .updateTable('sessions')
    .set({ begun_at: at })
    .where('conversation_id', '=', conversation_id)
    .where('begun_at', 'is', null)
    .execute()
}

/**
 * Questions that chat may not have, or whose end may not have been heard of, each for one replica at a time: nobody else takes
 * them for as long as one look may last.
 */
export async function takeForgotten(
  db: Db,
  { now, askedBefore, begunBefore, max }: { now: Date; askedBefore: Date; begunBefore: Date; max: number },
): Promise<Question[]> {
  return db
    .updateTable('questions')
    .set({ tried_at: now })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('questions')
        .select('id')
        .where((either) =>
          either.or([
            either.and([either('status', '=', 'asked'), either('tried_at', '<', askedBefore)]),
            either.and([either('status', '=', 'begun'), either('tried_at', '<', begunBefore)]),
          ]),
        )
        .orderBy('tried_at')
        .limit(max)
        .forUpdate()
        .skipLocked(),
    )
    .returning(questionColumns)
    .execute()
}
