import { forgetUser as forget, forgetLateData } from '@lingzhi/bus/forget-users'
import type { Deps } from '../deps.ts'
import { eraseImport } from '../imports/jobs/erase-import.ts'
import { forgetImportStarts, importsAbout } from '../imports/jobs/import-jobs.queries.ts'
import { forgetLetters } from '../notices/letters.queries.ts'
import { eraseJob } from './erase-job.ts'
import { jobsOfUser } from './jobs.queries.ts'
import { forgetStarts } from './quota.queries.ts'

type UserDeps = Pick<Deps, 'db' | 'bus' | 'store' | 'now'>

/** Removes everything export knows of a user, and remembers to look again later. Idempotent. */
export const forgetUser = (deps: UserDeps, userId: string): Promise<void> => forget(forgetting(deps), userId)

/** Removes what came after the deletion of users, once for each, and forgets who they were. */
export const sweepDeletedUsers = (deps: UserDeps): Promise<void> => forgetLateData(forgetting(deps))

const forgetting = (deps: UserDeps) => ({
  db: deps.db,
  now: deps.now,
  log: deps.bus.log,
  removeDataOf: async (userId: string) => {
    for (const { id } of await jobsOfUser(deps.db, userId)) await eraseJob(deps, id)
    for (const { id } of await importsAbout(deps.db, userId)) await eraseImport(deps, id)
    await forgetImportStarts(deps.db, userId)
    await forgetStarts(deps.db, userId)
    await forgetLetters(deps.db, userId)
  },
})
