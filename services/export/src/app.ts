import { checkBus } from '@lingzhi/bus/check-bus'
import { checkStorage } from '@lingzhi/db/check-db'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import type { Config } from './config.ts'
import { exportAll } from './conversations/export-all.ts'
import { exportOne } from './conversations/export-one.ts'
import type { Deps } from './deps.ts'
import { createLink } from './downloads/create-link.ts'
import { downloadFile } from './downloads/download-file.ts'
import { openReaders } from './downloads/readers.ts'
import { deleteLinks } from './downloads/revoke-links.ts'
import { cancelExport } from './jobs/cancel-export.ts'
import { deleteExport } from './jobs/delete-export.ts'
import { followExport } from './jobs/follow-export.ts'
import { listExports } from './jobs/list-exports.ts'
import { previewExport } from './jobs/preview-export.ts'
import { showExport } from './jobs/show-export.ts'
import { startExport } from './jobs/start-export.ts'

/**
 * Export lets people take their conversations with them. It owns no conversation: it requests pages from chat over
 * the bus and turns them into files, at once or in the background. It is a service of its own because it is heavy batch work:
 * it may be slow, or scaled, without any effect on chat.
 */
export async function createApp(config: Config, deps: Deps): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    title: 'Export',
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

  downloadFile(app, deps, config, readers)
  createLink(app, deps, config)
  deleteLinks(app, deps)
  return app
}
