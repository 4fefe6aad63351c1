import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import type { Serving } from '@lingzhi/bus/request'
import { serve } from '@lingzhi/bus/request'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { SessionEnded, UserDeleted } from '@lingzhi/contracts/auth'
import { ExportLines, ExportSize } from '@lingzhi/contracts/chat-export'
import { ImportBatch } from '@lingzhi/contracts/chat-import'
import { stopDisabled } from './asking/stop-disabled.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { answerExportLines, answerExportSize } from './export-lines/answer-export-pages.ts'
import { answerImportBatch } from './importing/answer-import-batch.ts'
import { forgetUser } from './removing/forget-user.ts'

/** The facts of other services that chat acts upon. They may arrive twice. */
export async function listenForFacts(deps: Deps, config: Config): Promise<Consumption[]> {
  return [
    await listen(deps.bus, UserDeleted, 'chat', ({ data }) => forgetUser(deps, data.user_id)),
    await listen(deps.bus, SessionEnded, 'chat', ({ data }) => stopDisabled({ ...deps, config }, data)),
  ]
}

/** The requests of other services that chat serves over the bus. */
export function serveRequests(deps: Deps): Serving[] {
  return [
    serveBytes(deps.bus, ExportLines, (request, send) => answerExportLines(deps, request, send)),
    serve(deps.bus, ExportSize, (selection) => answerExportSize(deps.db, selection)),
    serve(deps.bus, ImportBatch, (batch) => answerImportBatch(deps, batch)),
  ]
}
