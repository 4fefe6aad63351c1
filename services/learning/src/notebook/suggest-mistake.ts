import { compareAnswers } from '@lingzhi/answers/compare-answers'
import { Subject } from '@lingzhi/contracts/learning'
import type { Language, Texts } from '@lingzhi/contracts/texts'
import { dayMs } from '@lingzhi/runtime/time'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { answerTypeOf } from '../answer-type.ts'
import type { Db, Question } from '../database.ts'
import { findBySource } from './notebook.queries.ts'

export const MistakeSuggestion = Type.Object(
  {
    reason: Type.Enum(['attempt_wrong', 'asked_again']),
    message: Type.String(),
    subject: Subject,
    knowledge_points: Type.Array(Type.String()),
  },
  { title: 'MistakeSuggestion' },
)

const againMs = 7 * dayMs

const words: Record<Static<typeof MistakeSuggestion>['reason'], Texts> = {
  attempt_wrong: {
    zh: '你的答案与正确答案不同，要加入错题本吗？',
    en: 'Your answer differs from the right one. Write it into your notebook?',
  },
  asked_again: {
    zh: '七天内你问过同样的问题，要加入错题本吗？',
    en: 'You asked the same within seven days. Write it into your notebook?',
  },
}

/**
 * Why a question may belong into the notebook: rules found the learner's attempt wrong, or the very same was asked within seven days. Null where
 * neither is so, or it is there already: nothing enters by a guess.
 */
export async function suggestMistake(
  db: Db,
  question: Question,
  language: Language,
): Promise<Static<typeof MistakeSuggestion> | null> {
  const { id, user_id, subject, topic, mistake_id } = question
  if (mistake_id !== null) return null
  const reason = isWrong(question)
    ? ('attempt_wrong' as const)
    : (await askedBefore(db, question))
      ? ('asked_again' as const)
      : null
  if (reason === null || (await findBySource(db, user_id, 'learning', id)) !== null) return null
  const knowledge_points = topic === null ? [] : [topic]
  return { reason, message: words[reason][language], subject: subject ?? 'other', knowledge_points }
}

function isWrong({ student_attempt, known_answer }: Question): boolean {
  if (student_attempt === null || known_answer === null || known_answer.trim() === '') return false
  const key = { type: answerTypeOf(null, known_answer), answer: known_answer }
  return compareAnswers(key, student_attempt).result === 'different'
}

async function askedBefore(
  db: Db,
  { id, user_id, content, created_at }: Pick<Question, 'id' | 'user_id' | 'content' | 'created_at'>,
): Promise<boolean> {
  const found = await db
    .selectFrom('questions')
    .select('id')
    .where('user_id', '=', user_id)
    .where('id', '<', id)
    .where('content', '=', content)
    .where('created_at', '>', new Date(created_at.getTime() - againMs))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
