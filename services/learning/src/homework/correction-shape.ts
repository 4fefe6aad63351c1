import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Language, Texts } from '@lingzhi/contracts/texts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { questionKinds, rounded } from './rubric.ts'
import { StoredProblem, submissionStates } from './submission-shape.ts'
import { percentOf, viewProblem } from './submission-views.ts'
import type { Appeal, Grade, Item, ReviewReason, Submission } from './tables.ts'

const Words = Nullable(Type.String())
const Num = Nullable(Type.Number())

const CriterionResult = Type.Object(
  {
    id: Type.String(),
    text: Type.String(),
    kind: Type.Enum(['earn', 'deduct']),
    points: Type.Number(),
    points_max: Type.Number(),
    met: Type.Enum(['yes', 'no', 'unsure']),
    quote: Type.String(),
    at: Nullable(Type.Integer()),
    note: Type.String(),
    agreement: Num,
  },
  { title: 'CriterionResult' },
)

const GradeView = Type.Object(
  {
    id: Uuid,
    source: Type.Enum(['rule', 'model', 'human']),
    result: Type.Enum(['correct', 'partial', 'incorrect', 'unanswered', 'undecided']),
    score: Num,
    low: Type.Number(),
    high: Type.Number(),
    confidence: Num,
    passes: Type.Integer(),
    criteria: Type.Array(CriterionResult),
    needs_review: Type.Array(
      Type.Object(
        {
          code: Type.Enum(['illegible', 'unsure', 'passes_differ', 'suspicious', 'corrected_late']),
          text: Type.String(),
        },
        { title: 'ReviewReason' },
      ),
    ),
    rubric_version: Type.Integer(),
    transcription_version: Type.Integer(),
    completion_ids: Type.Array(Uuid),
    model: Words,
    reason: Words,
    is_current: Type.Boolean(),
    created_at: instant,
  },
  { title: 'HomeworkGrade' },
)

const AppealView = Type.Object(
  {
    id: Uuid,
    reason: Type.String(),
    status: Type.Enum(['open', 'upheld', 'rejected']),
    created_at: instant,
    decided_at: Nullable(instant),
  },
  { title: 'HomeworkAppeal' },
)

/** One item, with the members of the replaced system first. */
export const ItemCorrection = Type.Object(
  {
    question_number: Type.Integer({ minimum: 1 }),
    question_text: Words,
    question_type: Type.Enum([...questionKinds]),
    is_unanswered: Type.Boolean(),
    student_answer: Words,
    correct_answer: Words,
    error_type: Words,
    explanation: Words,
    knowledge_points: Type.Array(Type.String()),
    score: Num,
    item_id: Uuid,
    status: Type.Enum(['waiting', 'graded', 'needs_review', 'failed']),
    points: Type.Number(),
    points_awarded: Num,
    rubric: Type.Enum(['given', 'default']),
    transcribed_answer: Words,
    is_corrected: Type.Boolean(),
    legibility: Num,
    problem: Nullable(StoredProblem),
    grade: Nullable(GradeView),
    grades: Type.Array(GradeView),
    appeals: Type.Array(AppealView),
  },
  { title: 'ItemCorrection' },
)

export const Correction = Type.Object(
  {
    submission_id: Uuid,
    title: Type.String(),
    subject: Subject,
    status: Type.Enum(submissionStates),
    corrections: Type.Array(ItemCorrection),
    summary: Words,
    overall_score: Num,
    score: Num,
    score_max: Num,
    total_questions: Type.Integer(),
    unanswered_count: Type.Integer(),
    error_count: Type.Integer(),
    needs_review_count: Type.Integer(),
    graded_at: Nullable(instant),
  },
  { title: 'CorrectionResult' },
)
export type Correction = Static<typeof Correction>
export type ItemCorrection = Static<typeof ItemCorrection>

const reasons: Record<ReviewReason, Texts> = {
  illegible: { zh: '看不清答案', en: 'The answer cannot be read.' },
  unsure: { zh: '有评分点无法确定', en: 'A criterion could not be decided.' },
  passes_differ: { zh: '多次判断不一致', en: 'Several looks at it disagree.' },
  suspicious: { zh: '答案中有写给批改者的话', en: 'The answer speaks to whoever marks it.' },
  corrected_late: { zh: '批改后更正过识别结果', en: 'What was read was corrected after it had been graded.' },
}

/** What a correction is made of. */
export interface Corrected {
  submission: Submission
  items: readonly Item[]
  grades: ReadonlyMap<string, readonly Grade[]>
  appeals: ReadonlyMap<string, readonly Appeal[]>
}

/** The correction of a submission. Keys and criteria of items without a score are for those who know all. */
export function viewCorrection(
  { submission, items, grades, appeals }: Corrected,
  { language, knowsAll }: { language: Language; knowsAll: boolean },
): Correction {
  const { id, title, subject, status, score, score_max } = submission
  const corrections = items.map((item) =>
    viewItem(item, grades.get(item.id) ?? [], appeals.get(item.id) ?? [], { language, knowsAll }),
  )
  const counts = {
    total_questions: items.length,
    unanswered_count: corrections.filter((one) => one.is_unanswered).length,
    error_count: corrections.filter((one) => one.score !== null && one.score < 100).length,
    needs_review_count: corrections.filter((one) => one.score === null).length,
  }
  return {
    ...{ submission_id: id, title, subject, status, corrections },
    summary: summaryOf(counts, submission)[language],
    overall_score: percentOf(score, score_max),
    ...{ score, score_max, ...counts },
    graded_at: submission.graded_at?.toISOString() ?? null,
  }
}

function summaryOf(
  counts: Pick<Correction, 'total_questions' | 'error_count' | 'needs_review_count'>,
  { score, score_max }: Submission,
): Texts {
  const { total_questions: all, error_count: wrong, needs_review_count: open } = counts
  const sum = score === null ? '' : `${score} / ${score_max}`
  return {
    zh: [
      `共 ${all} 题`,
      `${wrong} 题有错`,
      ...(open > 0 ? [`${open} 题待人工确认`] : []),
      ...(sum ? [`得分 ${sum}`] : []),
    ].join('，'),
    en: [
      `${all} items`,
      `${wrong} with mistakes`,
      ...(open > 0 ? [`${open} for a person to decide`] : []),
      ...(sum ? [`score ${sum}`] : []),
    ].join(', '),
  }
}

interface Showing {
  language: Language
  knowsAll: boolean
}

function viewItem(
  item: Item,
  grades: readonly Grade[],
  appeals: readonly Appeal[],
  { language, knowsAll }: Showing,
): ItemCorrection {
  const current = item.status === 'failed' ? undefined : grades.find((one) => one.id === item.grade_id)
  const newest = grades.at(-1)
  const points_awarded = item.status === 'waiting' ? null : (current?.score ?? null)
  const isKnown = points_awarded !== null || knowsAll
  const explained = isKnown || current?.source === 'rule'
  return {
    question_number: item.number,
    question_text: item.question === '' ? null : item.question,
    question_type: item.question_type,
    is_unanswered: current?.result === 'unanswered',
    student_answer: item.student_answer === '' ? null : item.student_answer,
    correct_answer: isKnown ? (item.key ?? lastOf(grades, 'correct_answer')) : null,
    error_type: points_awarded === item.points ? null : (current?.error_type ?? null),
    explanation: explained ? (current?.explanation?.[language] ?? null) : null,
    knowledge_points: current?.knowledge_points ?? item.knowledge_points,
    score: points_awarded === null ? null : rounded((points_awarded / item.points) * 100),
    ...{ item_id: item.id, status: item.status, points: item.points, points_awarded },
    rubric: item.rubric_given ? 'given' : 'default',
    transcribed_answer: item.transcribed_answer,
    is_corrected: item.corrected_by !== null,
    legibility: item.legibility,
    problem: viewProblem(item.problem, language),
    grade: current ? viewGrade(item, current, language, isKnown) : null,
    grades: grades.map((one) => viewGrade(item, one, language, isKnown)),
    appeals: appeals.map(({ id, reason, status, created_at, decided_at }) => ({
      ...{ id, reason, status, created_at: created_at.toISOString() },
      decided_at: decided_at?.toISOString() ?? null,
    })),
  }
  function lastOf(of: readonly Grade[], member: 'correct_answer'): string | null {
    return (
      current?.[member] ?? newest?.[member] ?? of.findLast((one) => one[member] !== null)?.[member] ?? null
    )
  }
}

function viewGrade(item: Item, grade: Grade, language: Language, isKnown: boolean): Static<typeof GradeView> {
  const known = new Map(item.rubric.map((criterion) => [criterion.id, criterion]))
  return {
    ...{ id: grade.id, source: grade.source, result: grade.result, score: grade.score },
    ...{ low: grade.low, high: grade.high, confidence: grade.confidence, passes: grade.passes },
    criteria: (isKnown ? grade.criteria : []).map((one) => {
      const { text = '', kind = 'earn' as const, points = 0 } = known.get(one.id) ?? {}
      return { ...one, text, kind, points_max: points }
    }),
    needs_review: grade.reasons.map((code) => ({ code, text: reasons[code][language] })),
    ...{ rubric_version: grade.rubric_version, transcription_version: grade.transcription_version },
    ...{ completion_ids: grade.completion_ids, model: grade.model },
    reason: grade.source === 'human' ? (grade.explanation?.[language] ?? null) : null,
    is_current: grade.id === item.grade_id && item.status !== 'failed',
    created_at: grade.created_at.toISOString(),
  }
}
