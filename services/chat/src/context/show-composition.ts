import { IdParams, isId } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import { mayUse } from '../access.ts'
import { MessageNotFound } from '../conversations/problems.ts'
import type { Deps } from '../deps.ts'
import { findComposition } from './composition.queries.ts'
import { Composition } from './composition-shape.ts'

export const CompositionNotKept = problem('COMPOSITION_NOT_KEPT', 404, {
  zh: '没有这个回答的构成记录：它还在生成，或没有调用模型，或早于此功能，或是导入的',
  en: 'There is no record of what shaped this answer: it is still being written, no model was called for it, it is older than such records, or it was imported.',
  check: 'Nothing: answers that end from now on have one.',
})

/** What shaped an answer: which parts its model was shown, from where, and how much of the window each took. */
export function showComposition(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/messages/:id/composition',
    {
      onRequest: optionalScope('chat', 'read'),
      schema: {
        tags: ['conversations'],
        summary: 'Show what shaped an answer',
        description: 'Stored with the answer, in the same transaction.',
        params: IdParams,
        response: {
          200: success(Composition),
          ...problems(...guestProblems, MessageNotFound, CompositionNotKept),
        },
      },
    },
    async (request) => {
      const { id } = request.params
      const found = isId(id) ? await findComposition(db, id) : undefined
      if (!found || !mayUse(found, request.principal)) throw MessageNotFound()
      const { message_id, reply_id, agent_id, composition } = found
      if (!composition) throw CompositionNotKept()
      return { success: true as const, data: { message_id, reply_id, agent_id, ...composition } }
    },
  )
}
