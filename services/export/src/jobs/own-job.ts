import { isId } from '@lingzhi/contracts/ids'
import type { Principal } from '@lingzhi/identity/principal'
import type { Db } from '../database.ts'
import type { Job } from './jobs.queries.ts'
import { findJob } from './jobs.queries.ts'
import { ExportNotFound } from './problems.ts'

/** A job of this user's; another's is as unknown as one that does not exist. */
export async function ownJob(db: Db, id: string, userId: string): Promise<Job> {
  const job = isId(id) ? await findJob(db, id) : undefined
  if (job?.user_id !== userId) throw ExportNotFound()
  return job
}

/**
 * The same, to read what is in it. Who is no administrator any more, or calls with an API key, may not read every
 * user's conversations by an export they once started.
 */
export async function readableJob(db: Db, id: string, { userId, role, scopes }: Principal): Promise<Job> {
  const job = await ownJob(db, id, userId)
  if (job.scope === 'all' && (role !== 'admin' || scopes !== null)) throw ExportNotFound()
  return job
}
