import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import type { Serving } from '@lingzhi/bus/request'
import { serve } from '@lingzhi/bus/request'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { SessionEnded, UserDeleted } from '@lingzhi/contracts/auth'
import { BeginCompletion, ReadCompletion } from '@lingzhi/contracts/chat-completions'
import { ExportLines, ExportSize } from '@lingzhi/contracts/chat-export'
import { ImportBatch } from '@lingzhi/contracts/chat-import'
import { BeginReply, GiveFeedback, ReadReplyEntries, StopReply } from '@lingzhi/contracts/chat-replies'
import { PreferenceRecords } from '@lingzhi/contracts/export-records'
import { answerBeginReply } from './asking/answer-begin-reply.ts'
import type { AskingDeps } from './asking/asking-types.ts'
import { stopDisabled } from './asking/stop-disabled.ts'
import { answerStopReply } from './asking/stop-reply.ts'
import { readCompletion } from './completions/answer-completions.ts'
import { beginCompletion } from './completions/begin-completion.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { answerExportLines, answerExportSize } from './export-lines/answer-export-pages.ts'
import { answerPreferenceRecords } from './export-lines/preference-records.ts'
import { answerFeedback } from './feedback/answer-feedback.ts'
import { answerImportBatch } from './importing/answer-import-batch.ts'
import { readReplyEntries } from './reading/answer-entries.ts'
import { forgetUser } from './removing/forget-user.ts'

/** The facts of other services that chat acts upon. They may arrive twice. */
export async function listenForFacts(deps: Deps, config: Config): Promise<Consumption[]> {
  return [
    await listen(deps.bus, UserDeleted, 'chat', ({ data }) => forgetUser(deps, data.user_id)),
    await listen(deps.bus, SessionEnded, 'chat', ({ data }) => stopDisabled({ ...deps, config }, data)),
  ]
}

/** The requests of other services that chat serves over the bus. */
export function serveRequests(deps: AskingDeps & Deps): Serving[] {
  return [
    serveBytes(deps.bus, ExportLines, (request, send) => answerExportLines(deps, request, send)),
    serve(deps.bus, ExportSize, (selection) => answerExportSize(deps.db, selection)),
    serveBytes(deps.bus, PreferenceRecords, (request, send) =>
      answerPreferenceRecords(deps.db, request, send),
    ),
    serve(deps.bus, BeginCompletion, (asked) => beginCompletion(deps, asked)),
    serve(deps.bus, ReadCompletion, (asked) => readCompletion(deps.db, asked)),
    serve(deps.bus, BeginReply, (asked) => answerBeginReply(deps, asked)),
    serve(deps.bus, ReadReplyEntries, (asked) => readReplyEntries(deps, asked)),
    serve(deps.bus, StopReply, (asked) => answerStopReply(deps, asked)),
    serve(deps.bus, GiveFeedback, (given) => answerFeedback(deps, given)),
    serve(deps.bus, ImportBatch, (batch) => answerImportBatch(deps, batch)),
  ]
}
