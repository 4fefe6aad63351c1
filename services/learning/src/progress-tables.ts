import type { Subject } from '@lingzhi/contracts/learning'
import type { ColumnType, Generated, Selectable } from 'kysely'
import type { DayCounts, EventKind } from './events/count-events.ts'
import type { Judge } from './mastery/fold-mastery.ts'
import type { ReviewResult } from './schedule/history.ts'

/** A date as YYYY-MM-DD: read as text (`::text`), since a driver's date has a zone. */
type DayColumn = ColumnType<string, string, string>

export interface LearnerActivityTable {
  user_id: string
  /** When the learner last did something whose time is known. */
  last_at: Date | null
  points: Generated<number>
}

export interface LearningEventsTable {
  /** That of what it came from, so that it counts once. */
  id: string
  number: Generated<string>
  user_id: string
  kind: EventKind
  at: Date
  day: DayColumn
  /** Of the day in the deployment's zone; null: nobody measured when it was done. */
  hour: number | null
  subject: Subject
  result: ReviewResult | null
  difficulty: number | null
  pictured: boolean
  /** It opened a session. */
  opens: boolean
  /** In hundredths of a point. */
  score: number | null
  score_max: number | null
  rating: Generated<number | null>
  point_ids: string[]
  voided_at: Generated<Date | null>
}

export type LearningDaysTable = {
  user_id: string
  day: DayColumn
  subject: Subject
} & { [name in keyof DayCounts]: Generated<string> }

export interface LearningTalliesTable {
  user_id: string
  day: DayColumn
  kind: 'hour' | 'difficulty'
  key: number
  n: string
}

export interface KnowledgePointsTable {
  id: string
  user_id: string
  subject: Subject
  name: string
  /** The name without what spellings differ in. */
  folded: string
  questions: Generated<number>
  mistakes: Generated<number>
  right: Generated<number>
  wrong: Generated<number>
  evidence_count: Generated<number>
  last_on: ColumnType<string | null, string | null | undefined, string | null>
  created_at: Date
}

export interface MasteryEvidenceTable {
  point_id: string
  event_id: string
  user_id: string
  number: Generated<string>
  day: DayColumn
  result: ReviewResult
  weight: number
  judged_by: Judge
  assisted: boolean
  removed_at: Generated<Date | null>
}

export interface ReschedulesTable {
  user_id: string
  /** The last card that is done; null: none is. */
  after: string | null
  done: Generated<number>
  total: number
  requested_at: Date
}

export type KnowledgePoint = Selectable<KnowledgePointsTable>
export type StoredEvent = Selectable<LearningEventsTable>
