import { unpack } from '@lingzhi/contracts/carried-problem'
import { IdParams, isId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { languageOf } from '@lingzhi/http/language'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { mayUse } from '../access.ts'
import type { Deps } from '../deps.ts'
import { answerDetails } from '../usage/usage.queries.ts'
import { MessageShape, toMessage } from './message-shape.ts'
import { alternativesAt, findWholeMessage } from './messages.queries.ts'
import { MessageNotFound } from './problems.ts'

const Single = Type.Object(
  {
    ...MessageShape.properties,
    status: Type.Enum(['pending', 'complete', 'stopped', 'failed'], {
      description: 'pending: still being written; stopped, failed: the answer is incomplete.',
    }),
    conversation_id: Uuid,
    error_code: Nullable(Type.String(), { description: 'Of a failed answer: which problem it was.' }),
    message: Nullable(Type.String(), { description: 'Of a failed answer: the problem, for people.' }),
  },
  { title: 'SingleMessage', description: 'A message, wherever it stands and however it ended.' },
)

/** One message, on the active path or beside it. */
export function showMessage(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/messages/:id',
    {
      onRequest: optionalScope('chat', 'read'),
      schema: {
        tags: ['conversations'],
        summary: 'Show one message, with how its answer was made',
        description:
          'As the lists show it, and also while it is being written, after it failed, and on another branch.',
        params: IdParams,
        response: { 200: success(Single), ...problems(...guestProblems, MessageNotFound) },
      },
    },
    async (request) => {
      const { id } = request.params
      const row = isId(id) ? await findWholeMessage(db, id) : undefined
      if (!row || !mayUse(row, request.principal)) throw MessageNotFound()
      const [siblings, details] = await Promise.all([
        alternativesAt(db, row.conversation_id, [row.depth]),
        answerDetails(db, row.role === 'assistant' ? [row.id] : []),
      ])
      const data = {
        ...toMessage(row, siblings.get(row.parent_id) ?? []),
        status: row.status,
        conversation_id: row.conversation_id,
        answer: details.get(row.id) ?? null,
        error_code: row.problem?.code ?? null,
        message: row.problem && unpack(row.problem).texts[languageOf(request)],
      }
      return { success: true as const, data }
    },
  )
}
