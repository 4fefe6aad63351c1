import type { Deps } from '../../deps.ts'
import { cancelImportRow, deleteImportRow } from './import-jobs.queries.ts'
import { signalImport } from './import-signals.ts'
import { removeObjects } from './remove-upload.ts'

/** Removes an import, its file and its report; what it has stored stays. Idempotent. */
export async function eraseImport(
  deps: Pick<Deps, 'db' | 'bus' | 'store' | 'now'>,
  jobId: string,
): Promise<void> {
  // Cancelled first, so that neither a worker nor an upload adds anything behind our back.
  await cancelImportRow(deps.db, jobId, deps.now())
  signalImport(deps.bus, jobId, 'ended')
  await removeObjects(deps, jobId)
  await deleteImportRow(deps.db, jobId)
}
