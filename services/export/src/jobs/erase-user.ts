import type { Deps } from '../deps.ts'
import { eraseJob } from './erase-job.ts'
import { jobsOfUser } from './jobs.queries.ts'
import { forgetStarts } from './quota.queries.ts'

const batchMax = 500

/** A token is refused within moments of its user's end. */
const lookAgainMs = 3_600_000

type UserDeps = Pick<Deps, 'db' | 'bus' | 'store' | 'now'>

/** Removes everything export knows of a user, and remembers to look again: what they asked in their last moment may come after. */
export async function eraseUser(deps: UserDeps, userId: string): Promise<void> {
  await deps.db
    .insertInto('deleted_users')
    .values({ user_id: userId, deleted_at: deps.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await removeAllOf(deps, userId)
}

/** Removes what has come after the deletion of users, once for each, and forgets who they were. */
export async function sweepDeletedUsers(deps: UserDeps): Promise<void> {
  const deleted = await deps.db
    .selectFrom('deleted_users')
    .select('user_id')
    .where('deleted_at', '<', new Date(deps.now().getTime() - lookAgainMs))
    .limit(batchMax)
    .execute()
  for (const { user_id } of deleted) {
    await removeAllOf(deps, user_id)
    await deps.db.deleteFrom('deleted_users').where('user_id', '=', user_id).execute()
  }
}

/** Idempotent: a second time it finds nothing. */
async function removeAllOf(deps: UserDeps, userId: string): Promise<void> {
  for (const { id } of await jobsOfUser(deps.db, userId)) await eraseJob(deps, id)
  await forgetStarts(deps.db, userId)
}
