import type { Subject } from '@lingzhi/contracts/learning'
import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Judge } from './mastery/fold-mastery.ts'
import type { CardStatus } from './schedule/fold-reviews.ts'
import type { Algorithm, Rating, ReviewResult } from './schedule/history.ts'

/** A date as YYYY-MM-DD: read as text (`::text`), since a driver's date has a zone. */
type DayColumn = ColumnType<string, string, string>

/** What the reviews of a card come to. */
export interface CardColumns {
  status: CardStatus
  stability: number
  difficulty: number
  due_on: DayColumn
  last_on: DayColumn
  interval_days: number
  streak: number
  lapses: number
  mastery: number
  step: number
  reviews_count: number
  correct_count: number
}

export interface MistakesTable extends CardColumns {
  id: string
  user_id: string
  subject: Subject
  title: string
  description: string | null
  question_content: string
  student_answer: string | null
  correct_answer: string | null
  explanation: string | null
  chapter: string | null
  category: string | null
  question_type: string | null
  error_type: string | null
  notes: string | null
  knowledge_points: Generated<string[]>
  tags: Generated<string[]>
  difficulty_level: Generated<number>
  starred: Generated<boolean>
  file_ids: Generated<string[]>
  /** What files keeps them for. */
  files_reference: string | null
  source: string
  source_id: string | null
  created_on: DayColumn
  created_at: Date
  updated_at: Date
  terms: Generated<unknown>
}

export interface ReviewsTable {
  id: string
  number: Generated<string>
  mistake_id: string
  user_id: string
  attempt_id: string
  reviewed_on: DayColumn
  result: ReviewResult
  rating: Rating | null
  method: 'manual' | 'scheduled' | 'import' | 'session'
  time_spent_s: number | null
  confidence_level: number | null
  user_answer: string | null
  notes: string | null
  counted: boolean
  elapsed_days: number
  predicted: number
  stability: number
  difficulty: number
  interval_days: number
  due_on: DayColumn
  algorithm: Algorithm
  judged_by: Generated<Judge>
  /** The learner had asked about it before. */
  assisted: Generated<boolean>
  recorded_at: Date
  voided_at: Generated<Date | null>
}

export interface Variant {
  question: string
  answer: string
  answer_type: string
}

export interface ReviewSessionsTable {
  id: string
  user_id: string
  mistake_id: string
  stage: Generated<number>
  status: Generated<'active' | 'completed_success' | 'completed_fail'>
  /** Answers judged so far. */
  attempts: Generated<number>
  /** How often a model failed to set the question of this stage. */
  tries: Generated<number>
  /** The questions of stages 2 and 3, each with its own key. */
  variants: ColumnType<Record<number, Variant>, string | undefined, string>
  /** Nobody but the learner can judge the answer given. */
  open_question: Generated<boolean>
  /** The weakest judge of its stages so far. */
  judged_by: Generated<'rules' | 'model' | 'self' | null>
  review_id: Generated<string | null>
  created_at: Date
  updated_at: Date
  ended_at: Generated<Date | null>
}

export type PracticeSession = Selectable<ReviewSessionsTable>
export type Mistake = Omit<Selectable<MistakesTable>, 'terms'>
export type ReviewRow = Selectable<ReviewsTable>
