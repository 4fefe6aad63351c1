import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { ConversationsRemoved, ReplyCompleted } from '@lingzhi/contracts/chat'
import { CompletionEnded } from '@lingzhi/contracts/chat-completions'
import { heardOfReply } from './asking/sweep-questions.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { heardOfCompletion } from './homework/sweep-homework.ts'
import { forgetUser } from './removal/forget-user.ts'
import { removeSessions } from './sessions/sessions.queries.ts'

/** The facts of other services that learning acts upon. They may arrive twice, and in any order. */
export function listenForFacts(deps: Deps, config: Config): Promise<Consumption[]> {
  return Promise.all([
    listen(deps.bus, UserDeleted, 'learning', ({ data }) => forgetUser(deps, data.user_id)),
    listen(deps.bus, ReplyCompleted, 'learning', ({ data }) => heardOfReply(deps, data.reply_id)),
    listen(deps.bus, CompletionEnded, 'learning', ({ data }) => heardOfCompletion({ ...deps, config }, data)),
    listen(deps.bus, ConversationsRemoved, 'learning', ({ data }) =>
      removeSessions(deps.db, data.conversation_ids),
    ),
  ])
}
