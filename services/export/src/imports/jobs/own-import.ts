import { isId } from '@lingzhi/contracts/ids'
import type { Db } from '../../database.ts'
import { ImportNotFound } from '../problems.ts'
import type { ImportJob } from './import-jobs.queries.ts'
import { findImport } from './import-jobs.queries.ts'

/** An import this user started; IMPORT_NOT_FOUND for another user's, as for one that does not exist. */
export async function ownImport(db: Db, id: string, userId: string): Promise<ImportJob> {
  const job = isId(id) ? await findImport(db, id) : undefined
  if (job?.requested_by !== userId) throw ImportNotFound()
  return job
}
