import { Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { Maybe, Nullable, storable, storableNotBlank } from '@lingzhi/contracts/shapes'
import type { Texts } from '@lingzhi/contracts/texts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Mistake } from '../notebook-tables.ts'
import { explainDue, rememberedOn } from '../schedule/explain-due.ts'
import type { Scheduling } from '../schedule/history.ts'

export const mistakesMax = 20_000

const text = (maxLength: number) => Type.String({ maxLength, pattern: storable })
const name = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: storableNotBlank })
const names = Type.Array(name(60), { maxItems: 20 })
const filesMax = 9
const fileAddress =
  '^(https?://[^/]+)?/api/v1/files/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/(download|preview)$'

/** What a person writes of a mistake. */
const written = {
  subject: Subject,
  title: name(200),
  question_content: name(10_000),
  description: Maybe(text(2_000)),
  student_answer: Maybe(text(5_000)),
  correct_answer: Maybe(text(5_000)),
  explanation: Maybe(text(10_000)),
  chapter: Maybe(text(100)),
  category: Maybe(text(100)),
  question_type: Maybe(text(50)),
  error_type: Maybe(text(50)),
  notes: Maybe(text(5_000)),
  knowledge_points: Type.Optional(names),
  tags: Type.Optional(names),
  difficulty_level: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
  starred: Type.Optional(Type.Boolean()),
  file_ids: Type.Optional(Type.Array(Uuid, { maxItems: filesMax })),
  image_urls: Type.Optional(Type.Array(Type.String({ pattern: fileAddress }), { maxItems: filesMax })),
}

export const Source = Type.Enum([
  'learning',
  'learning_empty',
  'learning_wrong',
  'learning_hard',
  'homework',
  'homework_correction',
  'manual',
  'upload',
  'import',
  'generate',
])

export const NewMistake = Type.Object(
  { ...written, source: Type.Optional(Source), source_id: Maybe(name(100)) },
  { title: 'NewMistake' },
)
export type NewMistake = Static<typeof NewMistake>
export const MistakeChange = Type.Partial(Type.Object(written), { title: 'MistakeChange' })
export type MistakeChange = Static<typeof MistakeChange>

export const Status = Type.Enum(['learning', 'reviewing', 'mastered', 'forgotten'])
export const DayText = Type.String({ format: 'date', pattern: '^[1-9]' })
const Share = Type.Number({ minimum: 0, maximum: 1 })
const Count = Type.Integer({ minimum: 0 })
const Words = Nullable(Type.String())

const Card = Type.Object(
  {
    stability: Type.Number(),
    difficulty: Type.Number(),
    interval_days: Count,
    streak: Count,
    lapses: Count,
    retrievability: Share,
    reason: Type.String(),
  },
  { title: 'ReviewCard' },
)

export const MistakeView = Type.Object(
  {
    id: Uuid,
    subject: Subject,
    title: Type.String(),
    description: Words,
    question_content: Type.String(),
    student_answer: Words,
    correct_answer: Words,
    explanation: Words,
    chapter: Words,
    category: Words,
    question_type: Words,
    error_type: Words,
    notes: Words,
    knowledge_points: Type.Array(Type.String()),
    tags: Type.Array(Type.String()),
    difficulty_level: Type.Integer(),
    starred: Type.Boolean(),
    file_ids: Type.Array(Uuid),
    image_urls: Type.Array(Type.String()),
    source: Source,
    source_id: Words,
    mastery_status: Status,
    mastery_level: Share,
    correct_count: Count,
    total_reviews: Count,
    last_review_date: Nullable(DayText),
    next_review_date: DayText,
    card: Card,
    created_on: DayText,
    created_at: Type.String({ format: 'date-time' }),
    updated_at: Type.String({ format: 'date-time' }),
  },
  { title: 'Mistake' },
)

/** What a view depends on beside the mistake. */
export interface Viewing {
  scheduling: Scheduling
  today: string
  /** Of the day, 0 to 23. */
  hour: number
  inLanguage: (texts: Texts) => string
}

export function toView(row: Mistake, { scheduling, today, inLanguage }: Viewing): Static<typeof MistakeView> {
  const { id, subject, title, description, question_content, student_answer, correct_answer, explanation } =
    row
  const { chapter, category, question_type, error_type, notes, knowledge_points, tags, difficulty_level } =
    row
  const state = { ...row, lastOn: row.last_on, dueOn: row.due_on }
  return {
    ...{ id, subject, title, description, question_content, student_answer, correct_answer, explanation },
    ...{ chapter, category, question_type, error_type, notes, knowledge_points, tags, difficulty_level },
    starred: row.starred,
    file_ids: row.file_ids,
    image_urls: row.file_ids.map((id) => `/api/v1/files/${id}/download`),
    source: row.source as Static<typeof Source>,
    source_id: row.source_id,
    mastery_status: row.status,
    mastery_level: row.mastery,
    correct_count: row.correct_count,
    total_reviews: row.reviews_count,
    last_review_date: row.reviews_count === 0 ? null : row.last_on,
    next_review_date: row.due_on,
    card: {
      stability: row.stability,
      difficulty: row.difficulty,
      interval_days: row.interval_days,
      streak: row.streak,
      lapses: row.lapses,
      retrievability: rememberedOn(state, today),
      reason: inLanguage(explainDue(state, scheduling, today)),
    },
    created_on: row.created_on,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}
