import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import type { BeginReply, ReplyOutcome } from '@lingzhi/contracts/chat-replies'
import type { Guidance, QuestionType, Subject } from '@lingzhi/contracts/learning'
import type { ColumnType, Generated, Kysely, Selectable } from 'kysely'
import type { Static } from 'typebox'
import type { CheckedFormulas } from './formulas/check-formulas.ts'
import type { HomeworkTables } from './homework/tables.ts'
import type { MistakesTable, ReviewSessionsTable, ReviewsTable } from './notebook-tables.ts'
import type {
  KnowledgePointsTable,
  LearnerActivityTable,
  LearningDaysTable,
  LearningEventsTable,
  LearningTalliesTable,
  MasteryEvidenceTable,
  ReschedulesTable,
} from './progress-tables.ts'
import type { RevisionPlansTable } from './revisions/tables.ts'
import type { Algorithm } from './schedule/history.ts'
import type { DailyGoalTargets } from './settings/daily-goals.ts'

export interface LearnerSettingsTable {
  user_id: string
  /** 1 to 12; null: not told. */
  grade_level: number | null
  subjects: Generated<Subject[]>
  /** Null: the deployment's. */
  guidance: Guidance | null
  scheduler: Generated<Algorithm>
  /** The share to be remembered when a card is due. */
  retention: Generated<number>
  /** What the learner finds hard, in own words. */
  weak_points: Generated<string[]>
  daily_goals: ColumnType<DailyGoalTargets | null, string | null | undefined, string>
  /** Rises with every change. */
  version: Generated<number>
  updated_at: Date
}

/** Written as JSON, read as it was. */
type Json<T> = ColumnType<T, string, string>

export interface SessionsTable {
  /** The conversation's in chat. */
  conversation_id: string
  user_id: string
  title: string
  subject: Subject | null
  grade_level: number | null
  status: Generated<'active' | 'archived'>
  question_count: Generated<number>
  total_tokens: Generated<number>
  /** Since when chat has the conversation; null: it begins with the next question. */
  begun_at: Generated<Date | null>
  created_at: Date
  updated_at: Date
  last_asked_at: Date
}

export interface QuestionsTable {
  id: string
  user_id: string
  conversation_id: string
  reply_id: string
  /** The answer's in chat, once chat has the question. */
  message_id: Generated<string | null>
  /** asked: chat may not have it yet. begun: chat has it. answered, failed: it has ended. */
  status: Generated<'asked' | 'begun' | 'answered' | 'failed'>
  content: string
  type: QuestionType
  subject: Subject | null
  topic: string | null
  difficulty_level: number | null
  context_data: Json<Record<string, unknown>>
  student_attempt: string | null
  mistake_id: string | null
  guidance: Guidance
  /** 1 where to look, 2 what to use, 3 the next step; null: it was not hinted at. */
  hint_level: number | null
  /** The learner wanted to be told a known answer. */
  revealed: Generated<boolean>
  /** What is not told while the learner gets hints or steps only. */
  known_answer: string | null
  /** What chat is asked, until it has taken it. */
  request: ColumnType<AskedOfChat | null, string, null>
  problem: ColumnType<CarriedProblem | null, never, string>
  idempotency_key: string | null
  created_at: Date
  /** When chat was last asked to begin it, or how it stands. */
  tried_at: Date
  ended_at: Generated<Date | null>
  terms: unknown
}

export type AskedOfChat = Omit<Static<typeof BeginReply.request>, 'may_begin'>

export interface AnswersTable {
  question_id: string
  user_id: string
  message_id: string
  content: string
  status: 'complete' | 'stopped'
  finish_reason: string
  model: string | null
  usage: ColumnType<ReplyOutcome['usage'], string | null, never>
  latex: Json<CheckedFormulas>
  /** How often a known answer was held back; null: none was known. */
  held_back: number | null
  rating: Generated<number | null>
  feedback_text: Generated<string | null>
  is_helpful: Generated<boolean | null>
  generation_ms: number
  created_at: Date
  updated_at: Date
  terms: unknown
}

export interface Database extends HomeworkTables {
  revision_plans: RevisionPlansTable
  learner_settings: LearnerSettingsTable
  mistakes: MistakesTable
  reviews: ReviewsTable
  review_sessions: ReviewSessionsTable
  sessions: SessionsTable
  questions: QuestionsTable
  answers: AnswersTable
  learner_activity: LearnerActivityTable
  learning_events: LearningEventsTable
  learning_days: LearningDaysTable
  learning_tallies: LearningTalliesTable
  knowledge_points: KnowledgePointsTable
  mastery_evidence: MasteryEvidenceTable
  reschedules: ReschedulesTable
  learner_space: { user_id: string; bytes: Generated<number> }
  deleted_users: { user_id: string; deleted_at: Date }
}

export type Db = Kysely<Database>
export type Session = Selectable<SessionsTable>
export type Question = Omit<Selectable<QuestionsTable>, 'terms'>
export type Answer = Omit<Selectable<AnswersTable>, 'terms'>
