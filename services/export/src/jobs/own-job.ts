import { isId } from '@lingzhi/contracts/ids'
import type { Principal } from '@lingzhi/identity/principal'
import { isAdmin } from '@lingzhi/identity/principal'
import type { Db } from '../database.ts'
import type { Job } from './jobs.queries.ts'
import { findJob } from './jobs.queries.ts'
import { ExportNotFound } from './problems.ts'

/** A job of this user; EXPORT_NOT_FOUND for another user's, as for one that does not exist. */
export async function ownJob(db: Db, id: string, userId: string): Promise<Job> {
  const job = isId(id) ? await findJob(db, id) : undefined
  if (job?.user_id !== userId) throw ExportNotFound()
  return job
}

/**
 * The same, to read its contents. A former administrator, or an API key, must not read every user's conversations
 * through an export started earlier.
 */
export async function readableJob(db: Db, id: string, principal: Principal): Promise<Job> {
  const job = await ownJob(db, id, principal.userId)
  if (job.scope === 'all' && !isAdmin(principal)) throw ExportNotFound()
  return job
}
