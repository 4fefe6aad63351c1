import { recordFact } from '@lingzhi/bus/outbox'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { Done, success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import type { Principal } from '@lingzhi/identity/principal'
import { Type } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import { findAgent } from '../agents/agents.queries.ts'
import type { Deps } from '../deps.ts'
import { ContentBlocked } from '../filters/filter-input.ts'
import { stopReplies } from '../stopping/stop-replies.ts'
import { ConversationShape, Title, toConversation } from './conversation-shape.ts'
import { changeConversation, deleteConversation, unfinishedReplies } from './conversations.queries.ts'
import { filterTitle } from './filter-title.ts'
import { activateUpTo, findMessage, newestLeafBelow, recount } from './messages.queries.ts'
import { lockOwnConversation, ownConversation } from './ownership.ts'
import { MessageNotFound } from './problems.ts'
import { cleanTitle } from './titles.ts'

const Change = Type.Object(
  {
    title: Type.Optional(Title),
    pinned: Type.Optional(Type.Boolean()),
    archived: Type.Optional(Type.Boolean()),
    active_message_id: Type.Optional(
      Type.String({ description: 'Shows the branch of this message, down to its newest message.' }),
    ),
  },
  { title: 'ConversationChange' },
)

type ChangingDeps = Pick<Deps, 'db' | 'bus' | 'outbox' | 'filters' | 'now'> & {
  /** What else goes with a person's conversations, in the transaction that deletes them. */
  onRemoved: (trx: Deps['db'], userIds: readonly string[], at: Date) => Promise<void>
}

export function changeConversations(app: App, deps: ChangingDeps) {
  const { db, bus, outbox, now, onRemoved } = deps
  app.patch(
    '/api/conversations/:id',
    {
      onRequest: optionalScope('chat'),
      schema: {
        tags: ['conversations'],
        summary: 'Rename, pin, archive, or show another branch',
        params: IdParams,
        body: Change,
        response: {
          200: success(ConversationShape),
          ...problems(
            ValidationFailed,
            ...guestProblems,
            ConversationNotFound,
            MessageNotFound,
            ContentBlocked,
          ),
        },
      },
    },
    async (request) => {
      const { active_message_id, title, pinned, archived } = request.body
      const cleaned = title === undefined ? undefined : cleanTitle(title)
      if (cleaned === '')
        throw ValidationFailed({
          errors: [{ path: 'title', message: { zh: '不能为空', en: 'is empty' } }],
        })
      const newTitle = cleaned && (await passFilters(request.params.id, request.principal, cleaned))
      const changed = await transact(db, async (trx) => {
        const { id } = await lockOwnConversation(trx, request.params.id, request.principal)
        if (active_message_id !== undefined) {
          const message = isId(active_message_id) ? await findMessage(trx, active_message_id) : undefined
          if (message?.conversation_id !== id) throw MessageNotFound()
          await activateUpTo(trx, id, await newestLeafBelow(trx, message.id))
          await recount(trx, id)
        }
        return changeConversation(trx, id, { title: newTitle, pinned, archived })
      })
      if (!changed) throw ConversationNotFound()
      return { success: true as const, data: toConversation(changed) }
    },
  )

  const passFilters = async (id: string, principal: Principal | null, title: string) => {
    const { agent_id } = await ownConversation(db, id, principal)
    // An agent out of use no longer has rules of its own; the deployment's still apply.
    const agent = (await findAgent(db, agent_id)) ?? { id: agent_id, filters_version: 0 }
    return filterTitle(deps, agent, principal?.userId ?? null, title)
  }

  app.delete(
    '/api/conversations/:id',
    {
      onRequest: optionalScope('chat'),
      schema: {
        tags: ['conversations'],
        summary: 'Delete a conversation and all its messages',
        params: IdParams,
        response: { 200: Done, ...problems(...guestProblems, ConversationNotFound) },
      },
    },
    async (request) => {
      const { id, user_id } = await ownConversation(db, request.params.id, request.principal)
      const unfinished = await unfinishedReplies(db, id)
      await transact(db, async (trx) => {
        await deleteConversation(trx, id)
        if (user_id !== null) await onRemoved(trx, [user_id], now())
        const fact = { conversation_ids: [id], user_id, reason: 'deleted' as const }
        await recordFact(trx, ConversationsRemoved, fact, request.id)
      })
      outbox.wake()
      stopReplies(
        bus,
        unfinished.map(({ reply_id }) => reply_id),
      )
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '对话已删除', en: 'The conversation was deleted.' }),
      }
    },
  )
}
