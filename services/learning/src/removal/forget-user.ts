import { forgetUser as forget, forgetLateData } from '@lingzhi/bus/forget-users'
import { transact } from '@lingzhi/db/retry'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { forgetHomework } from '../homework/forget-homework.ts'
import { lockSpace } from '../space.ts'

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
    // In the user's turn, as whatever else deletes what is counted: it would wait for rows of which another waits for the count.
    const inTurn = (write: (trx: Db) => Promise<unknown>) =>
      transact(db, async (trx) => {
        await lockSpace(trx, userId)
        await write(trx)
      })
    await inTurn((trx) => forgetHomework(trx, userId))
    for (const table of tables)
      await inTurn((trx) => trx.deleteFrom(table).where('user_id', '=', userId).execute())
  },
})
