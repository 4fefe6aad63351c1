import type { Consumption } from '@lingzhi/bus/consume'
import { listen } from '@lingzhi/bus/listen'
import { UserDeleted, UserEvicted } from '@lingzhi/contracts/auth'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { FilesLetGo, HomeworkRemoved } from '@lingzhi/contracts/learning-facts'
import { transact } from '@lingzhi/db/retry'
import type { Deps } from './deps.ts'
import { revokeLinks } from './downloads/revoke-links.ts'
import { removeReferences } from './references/references.queries.ts'
import { forgetUser } from './removal/forget-user.ts'

/** The facts of other services that files acts upon. */
export async function listenForFacts(deps: Deps): Promise<Consumption[]> {
  return [
    await listen(deps.bus, UserDeleted, 'files', ({ data }) => forgetUser(deps, data.user_id)),
    // Who takes an account back wants everybody else out: whoever holds a link too.
    await listen(deps.bus, UserEvicted, 'files', ({ data }) => revokeLinks(deps.db, data.user_id)),
    await listen(deps.bus, ConversationsRemoved, 'files', ({ data }) =>
      transact(deps.db, (trx) => removeReferences(trx, 'conversation', data.conversation_ids, deps.now())),
    ),
    await listen(deps.bus, HomeworkRemoved, 'files', ({ data }) =>
      transact(deps.db, (trx) => removeReferences(trx, 'learning', data.submission_ids, deps.now())),
    ),
    await listen(deps.bus, FilesLetGo, 'files', ({ data }) =>
      transact(deps.db, (trx) => removeReferences(trx, 'learning', data.reference_ids, deps.now())),
    ),
  ]
}
