import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import type { Db, Question } from './database.ts'

/** All of a question but what it is searched by. */
export const questionColumns = [
  ...(['id', 'user_id', 'conversation_id', 'reply_id', 'message_id', 'status', 'content', 'type'] as const),
  ...(['subject', 'topic', 'difficulty_level', 'context_data', 'student_attempt', 'mistake_id'] as const),
  ...([
    'guidance',
    'hint_level',
    'revealed',
    'known_answer',
    'request',
    'problem',
    'idempotency_key',
  ] as const),
  ...(['created_at', 'tried_at', 'ended_at'] as const),
] as const

export const findQuestionOfReply = (db: Db, replyId: string): Promise<Question | undefined> =>
  db.selectFrom('questions').select(questionColumns).where('reply_id', '=', replyId).executeTakeFirst()

/** A question of this user's by its own id or by its answer's. */
export const findOwnQuestion = (db: Db, id: string, userId: string): Promise<Question | undefined> =>
  db
    .selectFrom('questions')
    .select(questionColumns)
    .where('user_id', '=', userId)
    .where((either) => either.or([either('id', '=', id), either('message_id', '=', id)]))
    .executeTakeFirst()

/** The question has no answer and gets none. */
export async function markFailed(db: Db, id: string, problem: CarriedProblem, at: Date): Promise<void> {
  await db
    .updateTable('questions')
    .set({ status: 'failed', problem: JSON.stringify(problem), request: null, ended_at: at })
    .where('id', '=', id)
    .where('status', 'in', ['asked', 'begun'])
    .execute()
}
