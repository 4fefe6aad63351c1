import { Uuid } from '@lingzhi/contracts/ids'
import { Value } from 'typebox/value'
import type { Db } from '../database.ts'
import type { Job } from './jobs.queries.ts'
import { findJob } from './jobs.queries.ts'
import { ExportNotFound } from './problems.ts'

/** A job of this user's; another's is as unknown as one that does not exist. */
export async function ownJob(db: Db, id: string, userId: string): Promise<Job> {
  const job = Value.Check(Uuid, id) ? await findJob(db, id) : undefined
  if (job?.user_id !== userId) throw ExportNotFound()
  return job
}
