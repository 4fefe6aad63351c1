import { checkBus } from '@lingzhi/bus/check-bus'
import { checkStorage } from '@lingzhi/db/check-db'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import { hourMs } from '@lingzhi/runtime/time'
import type { Config } from './config.ts'
import { exportAll } from './conversations/export-all.ts'
import { exportOne } from './conversations/export-one.ts'
import type { Deps } from './deps.ts'
import { createLink } from './downloads/create-link.ts'
import { downloadFile } from './downloads/download-file.ts'
import { openReaders } from './downloads/readers.ts'
import { deleteLinks } from './downloads/revoke-links.ts'
import { cancelImport } from './imports/jobs/cancel-import.ts'
import { deleteImport } from './imports/jobs/delete-import.ts'
import { followImport } from './imports/jobs/follow-import.ts'
import { listImports } from './imports/jobs/list-imports.ts'
import { showImport } from './imports/jobs/show-import.ts'
import { showReport } from './imports/jobs/show-report.ts'
import { applyImport } from './imports/uploads/apply-import.ts'
import { beginUpload } from './imports/uploads/begin-upload.ts'
import { completeUpload } from './imports/uploads/complete-upload.ts'
import { startImport } from './imports/uploads/start-import.ts'
import { uploadPart } from './imports/uploads/upload-part.ts'
import { openUploadSlots } from './imports/uploads/upload-slots.ts'
import { cancelExport } from './jobs/cancel-export.ts'
import { deleteExport } from './jobs/delete-export.ts'
import { followExport } from './jobs/follow-export.ts'
import { listExports } from './jobs/list-exports.ts'
import { previewExport } from './jobs/preview-export.ts'
import { showExport } from './jobs/show-export.ts'
import { startExport } from './jobs/start-export.ts'

const uploadMaxMs = 2 * hourMs

/**
 * Export lets people take their conversations with them. It owns no conversation: it requests pages from chat over
 * the bus and turns them into files, at once or in the background. It is a service of its own because it is heavy batch work:
 * it may be slow, or scaled, without any effect on chat.
 */
export async function createApp(config: Config, deps: Deps): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    title: 'Export',
    // An upload takes as long as its sender's line; the gateway bounds it.
    server: { requestTimeout: uploadMaxMs },
    checks: { postgres: () => checkStorage(deps.db), nats: () => checkBus(deps.bus) },
  })
  identify(app, deps.verifier)

  const readers = openReaders(config)
  exportOne(app, deps, config, readers)
  exportAll(app, deps, config, readers)

  startExport(app, deps, config)
  listExports(app, deps)
  showExport(app, deps)
  followExport(app, deps)
  cancelExport(app, deps)
  previewExport(app, deps)
  deleteExport(app, deps)

  const slots = openUploadSlots(config)
  startImport(app, deps, config, slots)
  beginUpload(app, deps, config)
  uploadPart(app, deps, config, slots)
  completeUpload(app, deps)
  applyImport(app, deps, config)
  listImports(app, deps)
  showImport(app, deps)
  followImport(app, deps)
  cancelImport(app, deps)
  showReport(app, deps)
  deleteImport(app, deps)

  downloadFile(app, deps, config, readers)
  createLink(app, deps, config)
  deleteLinks(app, deps)
  return app
}
