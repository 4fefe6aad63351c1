import type { Static } from 'typebox'
import { Type } from 'typebox'
import { fact } from './fact.ts'
import { Uuid } from './ids.ts'

/** What is learned; whatever is none of these is `other`. */
export const Subject = Type.Enum([
  'math',
  'chinese',
  'english',
  'physics',
  'chemistry',
  'biology',
  'history',
  'geography',
  'politics',
  'other',
])
export type Subject = Static<typeof Subject>

/** How the tutor helps: the worked solution, its steps without the result, or hints alone. */
export const Guidance = Type.Enum(['answer', 'steps', 'hints'])
export type Guidance = Static<typeof Guidance>

/** What a learner wants of a question. */
export const QuestionType = Type.Enum([
  'concept',
  'problem_solving',
  'study_guidance',
  'homework_help',
  'exam_preparation',
  'general_inquiry',
])
export type QuestionType = Static<typeof QuestionType>

/** A mistake entered a learner's notebook. No text of it travels. */
export const MistakeRecorded = fact(
  'learning.mistake.recorded',
  Type.Object({ mistake_id: Uuid, user_id: Uuid, subject: Subject, source: Type.String() }),
)

/** A learner reviewed a mistake. `day`: in the deployment's time zone. */
export const ReviewRecorded = fact(
  'learning.review.recorded',
  Type.Object({
    review_id: Uuid,
    mistake_id: Uuid,
    user_id: Uuid,
    day: Type.String(),
    result: Type.Enum(['correct', 'partial', 'incorrect']),
  }),
)
