import { forgetUser as forget, forgetLateData } from '@lingzhi/bus/forget-users'
import type { Deps } from '../deps.ts'
import { removeFile } from './remove-file.ts'

type UserDeps = Pick<Deps, 'db' | 'bus' | 'store' | 'outbox' | 'now'>

/** Removes everything files knows of a user, and remembers to look again later. Idempotent. */
export const forgetUser = (deps: UserDeps, userId: string): Promise<void> => forget(forgetting(deps), userId)

/** Removes what came after the deletion of users, once for each, and forgets who they were. */
export const sweepDeletedUsers = (deps: UserDeps): Promise<void> => forgetLateData(forgetting(deps))

const forgetting = (deps: UserDeps) => ({
  db: deps.db,
  now: deps.now,
  log: deps.bus.log,
  removeDataOf: async (userId: string) => {
    const files = await deps.db
      .selectFrom('files')
      .select('id')
      .where('user_id', '=', userId)
      .where('removed_at', 'is', null)
      .execute()
    for (const { id } of files) await removeFile(deps, id, 'account')
    await deps.db.deleteFrom('quota').where('user_id', '=', userId).where('files', '=', 0).execute()
  },
})
