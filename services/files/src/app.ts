import { checkBus } from '@lingzhi/bus/check-bus'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { checkStorage } from '@lingzhi/db/check-db'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import { createSlots } from '@lingzhi/runtime/slots'
import { deleteFile } from './catalogue/delete-file.ts'
import { followFile } from './catalogue/follow-file.ts'
import { listFiles, listSessionFiles } from './catalogue/list-files.ts'
import { showFile } from './catalogue/show-file.ts'
import { showSummary } from './catalogue/show-summary.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { createLink } from './downloads/create-link.ts'
import { downloadFile, previewFile } from './downloads/download-file.ts'
import { showContent } from './downloads/show-content.ts'
import { listUses } from './references/list-uses.ts'
import { completeUpload, presignUpload } from './uploads/presign-upload.ts'
import { uploadFile } from './uploads/upload-file.ts'

const uploadMaxMs = 120_000
const waitingMax = 100

/**
 * Files owns what people upload: the bytes, what was made of them, who may read them, and for how long they stay. It is a
 * service of its own because these are bytes from strangers, and native decoders read them: whatever that does, it must not
 * happen where streams and keys are.
 */
export async function createApp(config: Config, deps: Deps): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    title: 'Files',
    // An upload takes as long as its sender's line; the gateway bounds it.
    server: { requestTimeout: uploadMaxMs },
    checks: { postgres: () => checkStorage(deps.db), nats: () => checkBus(deps.bus) },
  })
  identify(app, deps.verifier)

  const refuse = () => ServiceUnavailable({ retryAfterS: 10 })
  uploadFile(app, deps, config, createSlots(config.FILES_UPLOADS_MAX, { waitingMax, refuse }))
  presignUpload(app, deps, config)
  completeUpload(app, deps, config)

  listFiles(app, deps)
  showSummary(app, deps, config)
  listSessionFiles(app, deps)
  showFile(app, deps)
  followFile(app, deps)
  listUses(app, deps)
  deleteFile(app, deps)

  downloadFile(app, deps, config)
  previewFile(app, deps)
  createLink(app, deps, config)
  showContent(app, deps)
  return app
}
