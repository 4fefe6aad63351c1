import { Uuid } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { Nullable, storable } from '@lingzhi/contracts/shapes'
import type { Texts } from '@lingzhi/contracts/texts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { PracticeSession } from '../notebook-tables.ts'

export const PracticeNotFound = problem('REVIEW_SESSION_NOT_FOUND', 404, {
  zh: '复习会话不存在',
  en: 'There is no such review session.',
  check: 'The id, and whose it is; it goes with its mistake.',
})
export const PracticeEnded = problem('REVIEW_SESSION_ENDED', 409, {
  zh: '这次复习已经结束',
  en: 'This review session has ended.',
  check: 'Its `status`: begin another one.',
})
export const PracticeMoved = problem('REVIEW_SESSION_MOVED', 409, {
  zh: '这次复习已进入另一阶段，请重新读取',
  en: 'The session has moved on meanwhile: read it again.',
  check: 'Whether two answers were submitted at once.',
})
export const ModelNotReady = problem('REVIEW_MODEL_UNAVAILABLE', 503, {
  zh: '暂时无法出题或判题，请稍后继续，进度已保存',
  en: 'The model cannot set or judge a question now. Go on later: the session stays.',
  check: 'The detail, and whether chat and its models are available.',
})

const stages: Record<number, Texts> = {
  1: { zh: '原题复习', en: 'The question itself' },
  2: { zh: '变体题挑战', en: 'A variant of it' },
  3: { zh: '知识点巩固', en: 'The knowledge behind it' },
}

export const Submission = Type.Object(
  {
    answer: Type.Optional(Type.String({ maxLength: 5_000, pattern: storable })),
    skip: Type.Optional(Type.Boolean()),
    self_result: Type.Optional(Type.Enum(['correct', 'incorrect'])),
  },
  { title: 'ReviewSubmission' },
)

const Judgement = Type.Object(
  {
    stage: Type.Integer(),
    is_correct: Nullable(Type.Boolean()),
    judged_by: Type.Enum(['rules', 'model', 'self', 'skip']),
    feedback: Type.String(),
    correct_answer: Nullable(Type.String()),
  },
  { title: 'ReviewJudgement' },
)
export type Judgement = Static<typeof Judgement>

export const PracticeView = Type.Object(
  {
    session_id: Uuid,
    mistake_id: Uuid,
    stage: Type.Integer({ minimum: 1, maximum: 3 }),
    stage_name: Type.String(),
    status: Type.Enum(['active', 'completed_success', 'completed_fail']),
    question_content: Nullable(Type.String()),
    knowledge_points: Type.Array(Type.String()),
    attempts: Type.Integer(),
    review_id: Nullable(Uuid),
    judgement: Nullable(Judgement),
    created_at: Type.String({ format: 'date-time' }),
    ended_at: Nullable(Type.String({ format: 'date-time' })),
  },
  { title: 'ReviewSession' },
)

/** A session as its learner sees it: with the question of its stage, never with the key of a stage to come. */
export const toPractice = (
  session: PracticeSession,
  mistake: { question_content: string; knowledge_points: string[] },
  inLanguage: (texts: Texts) => string,
  judgement: Judgement | null = null,
): Static<typeof PracticeView> => ({
  session_id: session.id,
  mistake_id: session.mistake_id,
  stage: session.stage,
  stage_name: inLanguage(stages[session.stage] ?? { zh: '', en: '' }),
  status: session.status,
  question_content:
    session.stage === 1 ? mistake.question_content : (session.variants[session.stage]?.question ?? null),
  knowledge_points: mistake.knowledge_points,
  attempts: session.attempts,
  review_id: session.review_id,
  judgement,
  created_at: session.created_at.toISOString(),
  ended_at: session.ended_at?.toISOString() ?? null,
})
