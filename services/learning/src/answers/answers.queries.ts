import type { Answer, Db } from '../database.ts'

const answerColumns = [
  ...([
    'question_id',
    'user_id',
    'message_id',
    'content',
    'status',
    'finish_reason',
    'model',
    'usage',
  ] as const),
  ...(['latex', 'held_back', 'rating', 'feedback_text', 'is_helpful', 'generation_ms'] as const),
  ...(['created_at', 'updated_at'] as const),
] as const

export const findAnswer = (db: Db, questionId: string): Promise<Answer | undefined> =>
  db.selectFrom('answers').select(answerColumns).where('question_id', '=', questionId).executeTakeFirst()

/** The answers of these questions, by their ids. */
export async function answersOf(db: Db, questions: readonly { id: string }[]): Promise<Map<string, Answer>> {
  if (questions.length === 0) return new Map()
  const ids = questions.map(({ id }) => id)
  const answers = await db
    .selectFrom('answers')
    .select(answerColumns)
    .where('question_id', 'in', ids)
    .execute()
  return new Map(answers.map((answer) => [answer.question_id, answer]))
}
