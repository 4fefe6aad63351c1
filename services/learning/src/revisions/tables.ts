import type { Subject } from '@lingzhi/contracts/learning'
import type { ColumnType, Selectable } from 'kysely'

/** A date as YYYY-MM-DD: read as text (`::text`), since a driver's date has a zone. */
type DayColumn = ColumnType<string, string, never>
type Json<T> = ColumnType<T, string, never>

export const cycles = ['7days', '14days', '30days'] as const
export type Cycle = (typeof cycles)[number]
export const daysOf: Readonly<Record<Cycle, number>> = { '7days': 7, '14days': 14, '30days': 30 }

export interface PlannedTask {
  /** Of the plan, from 1. */
  day: number
  title: string
  description: string
  minutes: number
  mistake_ids: string[]
}

export interface PlanContent {
  description: string
  overview: string
  daily_tasks: PlannedTask[]
  review_focus: string[]
  assessment: string
  tips: string[]
}

/** Counted, not told by a model. */
export interface PlanStatistics {
  mistakes: number
  by_subject: { subject: Subject; count: number }[]
  weak_points: string[]
}

/** A task that is not in the plan, because it named a mistake that its learner does not have. */
export interface DroppedTask {
  day: number
  title: string
}

export interface RevisionPlansTable {
  id: string
  user_id: string
  cycle: Cycle
  from_on: DayColumn
  to_on: DayColumn
  title: string
  content: Json<PlanContent>
  dropped: Json<DroppedTask[]>
  statistics: Json<PlanStatistics>
  created_at: Date
}
export type Plan = Selectable<RevisionPlansTable>
