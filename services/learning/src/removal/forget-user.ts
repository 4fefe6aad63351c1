import { forgetUser as forget, forgetLateData } from '@lingzhi/bus/forget-users'
import type { Deps } from '../deps.ts'
import { forgetHomework } from '../homework/forget-homework.ts'

type UserDeps = Pick<Deps, 'db' | 'bus' | 'now'>

/** Every table with rows of a user's own; those that refer to others come before them. */
const tables = [
  'mastery_evidence',
  'knowledge_points',
  'learning_events',
  'learning_days',
  'learning_tallies',
  'learner_activity',
  'reschedules',
  'revision_plans',
  'review_sessions',
  'reviews',
  'mistakes',
  'answers',
  'questions',
  'sessions',
  'learner_settings',
  // Last: the others count themselves out of it.
  'learner_space',
] as const

/** Removes everything learning knows of a user, and remembers to look again later. Idempotent. */
export const forgetUser = (deps: UserDeps, userId: string): Promise<void> => forget(forgetting(deps), userId)

/** Removes what came after the deletion of users, once for each, and forgets who they were. */
export const sweepDeletedUsers = (deps: UserDeps): Promise<void> => forgetLateData(forgetting(deps))

const forgetting = ({ db, bus, now }: UserDeps) => ({
  db,
  now,
  log: bus.log,
  removeDataOf: async (userId: string) => {
    await forgetHomework(db, userId)
    for (const table of tables) await db.deleteFrom(table).where('user_id', '=', userId).execute()
  },
})
