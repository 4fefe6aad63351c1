import type { Deps } from '../../deps.ts'
import { forgetObject, uploadedObjects } from '../uploads/parts.queries.ts'
import { findImport } from './import-jobs.queries.ts'

/** Removes the file of an import that has ended, object by object; the sweep repeats what fails here. */
export async function removeUpload(
  { db, store, log }: Pick<Deps, 'db' | 'store' | 'log'>,
  jobId: string,
): Promise<void> {
  try {
    const status = (await findImport(db, jobId))?.status
    if (status === 'uploading' || status === 'queued' || status === 'running') return
    await removeObjects({ db, store }, jobId)
  } catch (err) {
    log.warn({ err, job_id: jobId }, 'the file of an import could not be removed yet')
  }
}

/** Throws when the store is away. Idempotent. */
export async function removeObjects({ db, store }: Pick<Deps, 'db' | 'store'>, jobId: string): Promise<void> {
  for (const { object } of await uploadedObjects(db, jobId)) {
    await store.remove(object)
    await forgetObject(db, jobId, object)
  }
}
