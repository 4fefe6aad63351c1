import { Uuid } from '@lingzhi/contracts/ids'
import { Nullable, storable } from '@lingzhi/contracts/shapes'
import type { Texts } from '@lingzhi/contracts/texts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { ReviewRow } from '../notebook-tables.ts'
import { explainDue, rememberedOn } from '../schedule/explain-due.ts'
import type { ReviewStep } from '../schedule/fold-reviews.ts'
import { ratings, results } from '../schedule/history.ts'
import type { Recorded } from './record-reviews.ts'

const ReviewResult = Type.Enum([...results])
const Rating = Type.Enum([...ratings])
const DayText = Type.String({ format: 'date', pattern: '^[1-9]' })
const Share = Type.Number({ minimum: 0, maximum: 1 })
const text = (maxLength: number) => Type.String({ maxLength, pattern: storable })

export const NewReviewBody = Type.Object(
  {
    review_result: ReviewResult,
    rating: Type.Optional(Nullable(Rating)),
    attempt_id: Type.Optional(Uuid),
    time_spent: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 86_400 }))),
    confidence_level: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 5 }))),
    user_answer: Type.Optional(Nullable(text(5_000))),
    notes: Type.Optional(Nullable(text(2_000))),
    review_method: Type.Optional(Type.Enum(['manual', 'scheduled'])),
  },
  { title: 'NewReview' },
)

export const PastReview = Type.Object(
  {
    reviewed_on: DayText,
    review_result: ReviewResult,
    rating: Type.Optional(Nullable(Rating)),
    attempt_id: Type.Optional(Uuid),
  },
  { title: 'PastReview' },
)

export const ReviewOutcome = Type.Object(
  {
    review_id: Nullable(Uuid),
    mistake_id: Uuid,
    /** Whether this was recorded before, by the same attempt. */
    is_existing: Type.Boolean(),
    counted: Type.Boolean(),
    mastery_level: Share,
    mastery_status: Type.Enum(['learning', 'reviewing', 'mastered', 'forgotten']),
    is_mastered: Type.Boolean(),
    next_review_date: DayText,
    interval_days: Type.Integer(),
    stability: Type.Number(),
    difficulty: Type.Number(),
    streak: Type.Integer(),
    retrievability: Share,
    reason: Type.String(),
  },
  { title: 'ReviewOutcome' },
)

export const ReviewView = Type.Object(
  {
    id: Uuid,
    attempt_id: Uuid,
    review_date: DayText,
    review_result: ReviewResult,
    rating: Nullable(Rating),
    review_method: Type.Enum(['manual', 'scheduled', 'import', 'session']),
    time_spent: Nullable(Type.Integer()),
    confidence_level: Nullable(Type.Integer()),
    user_answer: Nullable(Type.String()),
    notes: Nullable(Type.String()),
    counted: Type.Boolean(),
    elapsed_days: Type.Integer(),
    predicted: Share,
    stability: Type.Number(),
    difficulty: Type.Number(),
    interval_days: Type.Integer(),
    next_review_date: DayText,
    algorithm: Type.Enum(['fsrs', 'ladder']),
    recorded_at: Type.String({ format: 'date-time' }),
    voided_at: Nullable(Type.String({ format: 'date-time' })),
  },
  { title: 'Review' },
)

export const toReview = (row: ReviewRow): Static<typeof ReviewView> => ({
  id: row.id,
  attempt_id: row.attempt_id,
  review_date: row.reviewed_on,
  review_result: row.result,
  rating: row.rating,
  review_method: row.method,
  time_spent: row.time_spent_s,
  confidence_level: row.confidence_level,
  user_answer: row.user_answer,
  notes: row.notes,
  counted: row.counted,
  elapsed_days: row.elapsed_days,
  predicted: row.predicted,
  stability: row.stability,
  difficulty: row.difficulty,
  interval_days: row.interval_days,
  next_review_date: row.due_on,
  algorithm: row.algorithm,
  recorded_at: row.recorded_at.toISOString(),
  voided_at: row.voided_at?.toISOString() ?? null,
})

/** What a review came to: the state it left, which is the card's unless others were recorded after it. */
export function toOutcome(
  { state, scheduling, added }: Recorded,
  of: { mistakeId: string; row: ReviewRow | undefined; step: ReviewStep | undefined },
  today: string,
  inLanguage: (texts: Texts) => string,
): Static<typeof ReviewOutcome> {
  return {
    review_id: of.row?.id ?? null,
    mistake_id: of.mistakeId,
    is_existing: of.row !== undefined && added === 0,
    counted: of.step?.counted ?? false,
    mastery_level: state.mastery,
    mastery_status: state.status,
    is_mastered: state.status === 'mastered',
    next_review_date: state.dueOn,
    interval_days: state.intervalDays,
    stability: state.stability,
    difficulty: state.difficulty,
    streak: state.streak,
    retrievability: rememberedOn(state, today),
    reason: inLanguage(explainDue(state, scheduling, today)),
  }
}
