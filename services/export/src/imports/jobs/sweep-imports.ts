import { newId } from '@lingzhi/contracts/ids'
import { hourMs } from '@lingzhi/runtime/time'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { abandonedUploads, cancelImportRow, filesToRemove, forgottenImports } from './import-jobs.queries.ts'
import { signalImport } from './import-signals.ts'
import { removeUpload } from './remove-upload.ts'
import { handImportOver } from './work-imports.ts'

const batchMax = 100

/** Ends uploads that nobody goes on with, removes files that are not needed, and queues what the queue lost. Idempotent. */
export async function sweepImports(
  deps: Deps,
  config: Pick<Config, 'IMPORT_KEEP_HOURS' | 'EXPORT_LEASE_MS'>,
): Promise<void> {
  const { db, bus, now } = deps
  const before = new Date(now().getTime() - config.IMPORT_KEEP_HOURS * hourMs)
  for (const id of await abandonedUploads(db, before, 2 * config.EXPORT_LEASE_MS, batchMax)) {
    await cancelImportRow(db, id, now())
    signalImport(bus, id, 'ended')
  }
  for (const id of await filesToRemove(db, before, batchMax)) await removeUpload(deps, id)
  for (const id of await forgottenImports(db, batchMax)) handImportOver(deps, id, newId())
}
