import { answer } from '@lingzhi/bus/ask'
import { listen } from '@lingzhi/bus/listen'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { ExportPage } from '@lingzhi/contracts/chat'
import { answerExportPage } from './conversations/answer-export-pages.ts'
import { deleteUserData } from './conversations/delete-user-data.ts'
import type { Deps } from './deps.ts'

/** The facts of other services that chat acts upon, and the questions it answers them. */
export async function listenToServices(deps: Deps): Promise<{ close: () => Promise<void> }[]> {
  return [
    await listen(deps.bus, UserDeleted, 'chat', ({ data }) => deleteUserData(deps, data.user_id)),
    answer(deps.bus, ExportPage, (question) => answerExportPage(deps.db, question)),
  ]
}
