import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Guidance, QuestionType, Subject } from '@lingzhi/contracts/learning'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Answer, Question, Session } from '../database.ts'
import { CheckedFormulas } from '../formulas/check-formulas.ts'

export const QuestionView = Type.Object(
  {
    id: Uuid,
    session_id: Uuid,
    user_id: Uuid,
    reply_id: Uuid,
    content: Type.String(),
    question_type: QuestionType,
    subject: Nullable(Subject),
    topic: Nullable(Type.String()),
    difficulty_level: Nullable(Type.Integer()),
    student_attempt: Nullable(Type.String()),
    mistake_id: Nullable(Uuid),
    file_ids: Type.Array(Uuid),
    status: Type.Enum(['asked', 'begun', 'answered', 'failed']),
    is_processed: Type.Boolean(),
    processing_time: Nullable(Type.Integer()),
    created_at: instant,
    updated_at: instant,
  },
  { title: 'TutoredQuestion' },
)

/** How an answer helped, and whether something was held back. */
export const GuidanceView = Type.Object(
  {
    mode: Guidance,
    level: Nullable(Type.Integer()),
    revealed: Type.Boolean(),
    guarded: Type.Boolean(),
    held_back: Type.Integer(),
  },
  { title: 'GivenGuidance' },
)

export const AnswerView = Type.Object(
  {
    id: Uuid,
    question_id: Uuid,
    content: Type.String(),
    status: Type.Enum(['complete', 'stopped']),
    finish_reason: Type.String(),
    confidence_score: Type.Null(),
    model_name: Nullable(Type.String()),
    tokens_used: Type.Integer(),
    generation_time: Type.Integer(),
    user_rating: Nullable(Type.Integer()),
    user_feedback: Nullable(Type.String()),
    is_helpful: Nullable(Type.Boolean()),
    latex: CheckedFormulas,
    guidance: GuidanceView,
    created_at: instant,
    updated_at: instant,
  },
  { title: 'TutorAnswer' },
)

export const SessionView = Type.Object(
  {
    id: Uuid,
    user_id: Uuid,
    title: Type.String(),
    subject: Nullable(Subject),
    grade_level: Nullable(Type.Integer()),
    status: Type.Enum(['active', 'archived']),
    question_count: Type.Integer(),
    total_tokens: Type.Integer(),
    last_active_at: instant,
    created_at: instant,
    updated_at: instant,
  },
  { title: 'TutorSession' },
)

/** A question with its answer; null: it has none. */
export const PairView = Type.Object(
  { question: QuestionView, answer: Nullable(AnswerView) },
  { title: 'TutorPair' },
)

export function viewQuestion(question: Question): Static<typeof QuestionView> {
  const { id, user_id, reply_id, content, subject, topic, difficulty_level, status, created_at } = question
  const { student_attempt, mistake_id, ended_at } = question
  const { file_ids = [] } = question.context_data as { file_ids?: string[] }
  return {
    ...{ id, session_id: question.conversation_id, user_id, reply_id, content, question_type: question.type },
    ...{ subject, topic, difficulty_level, student_attempt, mistake_id, file_ids, status },
    is_processed: status === 'answered',
    processing_time: ended_at && Math.max(0, ended_at.getTime() - created_at.getTime()),
    created_at: created_at.toISOString(),
    updated_at: (ended_at ?? created_at).toISOString(),
  }
}

export const viewGuidance = (
  { guidance, hint_level, revealed }: Question,
  { held_back }: Pick<Answer, 'held_back'>,
): Static<typeof GuidanceView> => ({
  mode: guidance,
  level: hint_level,
  revealed,
  guarded: held_back !== null,
  held_back: held_back ?? 0,
})

export function viewAnswer(question: Question, answer: Answer): Static<typeof AnswerView> {
  const { message_id, question_id, content, status, finish_reason, model, usage, rating, latex } = answer
  return {
    ...{ id: message_id, question_id, content, status, finish_reason, confidence_score: null },
    ...{ model_name: model, tokens_used: usage?.total_tokens ?? 0, generation_time: answer.generation_ms },
    ...{ user_rating: rating, user_feedback: answer.feedback_text, is_helpful: answer.is_helpful },
    latex,
    guidance: viewGuidance(question, answer),
    created_at: answer.created_at.toISOString(),
    updated_at: answer.updated_at.toISOString(),
  }
}

export const viewPair = (question: Question, answer: Answer | undefined): Static<typeof PairView> => ({
  question: viewQuestion(question),
  answer: answer ? viewAnswer(question, answer) : null,
})

export function viewSession(session: Session): Static<typeof SessionView> {
  const { conversation_id, user_id, title, subject, grade_level, status, question_count, total_tokens } =
    session
  return {
    ...{ id: conversation_id, user_id, title, subject, grade_level, status, question_count, total_tokens },
    last_active_at: session.last_asked_at.toISOString(),
    created_at: session.created_at.toISOString(),
    updated_at: session.updated_at.toISOString(),
  }
}
