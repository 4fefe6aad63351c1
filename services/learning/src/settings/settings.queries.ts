import type { Guidance, Subject } from '@lingzhi/contracts/learning'
import type { Db } from '../database.ts'
import type { Algorithm } from '../schedule/history.ts'
import type { DailyGoalTargets } from './daily-goals.ts'

export interface LearnerSettings {
  grade_level: number | null
  subjects: Subject[]
  guidance: Guidance | null
  scheduler: Algorithm
  retention: number
  weak_points: string[]
  /** Null: the usual ones. */
  daily_goals: DailyGoalTargets | null
}

const columns = [
  ...(['grade_level', 'subjects', 'guidance', 'weak_points'] as const),
  ...(['scheduler', 'retention', 'daily_goals'] as const),
] as const
const none: LearnerSettings = {
  ...{ grade_level: null, subjects: [], guidance: null, weak_points: [] },
  ...{ scheduler: 'fsrs', retention: 0.9, daily_goals: null },
}

/** A learner's settings; those of somebody who never set any are empty. */
export const settingsOf = async (db: Db, userId: string): Promise<LearnerSettings> =>
  (await db
    .selectFrom('learner_settings')
    .select(columns)
    .where('user_id', '=', userId)
    .executeTakeFirst()) ?? none

/** Stores the settings given and leaves the others. */
export async function saveSettings(
  db: Db,
  userId: string,
  { daily_goals, ...plain }: Partial<LearnerSettings>,
  now: Date,
) {
  const change = { ...plain, ...(daily_goals && { daily_goals: JSON.stringify(daily_goals) }) }
  return db
    .insertInto('learner_settings')
    .values({ user_id: userId, ...none, daily_goals: null, ...change, updated_at: now })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet((eb) => ({
        ...change,
        version: eb('learner_settings.version', '+', 1),
        updated_at: now,
      })),
    )
    .returning(columns)
    .executeTakeFirstOrThrow()
}
