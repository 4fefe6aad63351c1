import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { ConversationNotFound } from '../access.ts'
import type { Deps } from '../deps.ts'
import { ConversationShape, toConversation } from './conversation-shape.ts'
import { giveToUser } from './conversations.queries.ts'
import { lockOwnConversation } from './ownership.ts'

/**
 * A guest who has signed in takes along what was said before, and a temporary conversation may turn out worth keeping. Whoever knows the id of a guest's conversation may use it, so
 * may keep it too; from then on it is the keeper's alone. Repeating it changes nothing.
 */
export function keepConversation(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  app.post(
    '/api/conversations/:id/keep',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['conversations'],
        summary: 'Keep a conversation that was begun as a guest, or as a temporary one',
        description: 'It belongs to the account from then on, and no longer ends after a day.',
        params: IdParams,
        response: { 200: success(ConversationShape), ...problems(...userProblems, ConversationNotFound) },
      },
    },
    async (request) => {
      const principal = principalOf(request)
      const kept = await transact(db, async (trx) => {
        const conversation = await lockOwnConversation(trx, request.params.id, principal)
        const { id, user_id, temporary } = conversation
        return user_id && !temporary ? conversation : giveToUser(trx, id, principal.userId, now())
      })
      return { success: true as const, data: toConversation(kept) }
    },
  )
}
