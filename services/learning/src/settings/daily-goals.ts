import type { Static } from 'typebox'
import { Type } from 'typebox'

const target = (maximum: number) => Type.Integer({ minimum: 0, maximum })

/** What a learner wants to do every day; 0: no such goal. */
export const DailyGoalTargets = Type.Object(
  { reviews: target(500), questions: target(200), minutes: target(1_440) },
  { title: 'DailyGoalTargets' },
)
export type DailyGoalTargets = Static<typeof DailyGoalTargets>

/** Those of the replaced system, for who chose none. */
export const usualGoals: DailyGoalTargets = { reviews: 5, questions: 3, minutes: 30 }
