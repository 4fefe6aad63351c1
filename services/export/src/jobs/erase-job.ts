import type { Deps } from '../deps.ts'
import { removeFile } from '../files/remove-file.ts'
import { cancelJob, deleteJob } from './jobs.queries.ts'
import { signalJob } from './signals.ts'

/** Removes a job, its file and its entry in the history. Idempotent. */
export async function eraseJob(
  deps: Pick<Deps, 'db' | 'bus' | 'store' | 'now'>,
  jobId: string,
): Promise<void> {
  // Cancelled first, so that a worker cannot add a part behind our back.
  await cancelJob(deps.db, jobId, deps.now())
  signalJob(deps.bus, jobId, 'ended')
  await removeFile(deps, jobId)
  await deleteJob(deps.db, jobId)
}
