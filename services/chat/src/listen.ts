import { answer } from '@lingzhi/bus/ask'
import { answerBytes } from '@lingzhi/bus/ask-bytes'
import { listen } from '@lingzhi/bus/listen'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { ExportLines, ExportSize } from '@lingzhi/contracts/chat-export'
import { deleteUserData } from './conversations/delete-user-data.ts'
import type { Deps } from './deps.ts'
import { answerExportLines, answerExportSize } from './export-lines/answer-export-pages.ts'

/** The facts of other services that chat acts upon, and the questions it answers them. */
export async function listenToServices(deps: Deps): Promise<{ close: () => Promise<void> }[]> {
  return [
    await listen(deps.bus, UserDeleted, 'chat', ({ data }) => deleteUserData(deps, data.user_id)),
    answerBytes(deps.bus, ExportLines, (question, send) => answerExportLines(deps, question, send)),
    answer(deps.bus, ExportSize, (selection) => answerExportSize(deps.db, selection)),
  ]
}
