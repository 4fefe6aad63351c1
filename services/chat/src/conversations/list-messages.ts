import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, encodeCursor } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { guestProblems } from '@lingzhi/identity/guard-problems'
import { optionalScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import type { Deps } from '../deps.ts'
import { MessageShape, pageOfMessages } from './message-shape.ts'
import { ownConversation } from './ownership.ts'

const Query = Type.Object({
  ...pageQuery,
  order: Type.Optional(Type.Enum(['asc', 'desc'], { default: 'asc', description: 'desc: newest first.' })),
})

const Position = Type.Object({ depth: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })

export function listMessages(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/conversations/:id/messages',
    {
      onRequest: optionalScope('chat', 'read'),
      schema: {
        tags: ['conversations'],
        summary: 'List the messages on a conversation’s active path',
        params: IdParams,
        querystring: Query,
        response: {
          200: success(Type.Object({ messages: Type.Array(MessageShape), next_cursor: NextCursor })),
          ...problems(ValidationFailed, BadCursor, ...guestProblems, ConversationNotFound),
        },
      },
    },
    async (request) => {
      const { limit, cursor, order = 'asc' } = request.query
      const after = decodeCursor(Position, cursor)?.depth
      const { id } = await ownConversation(db, request.params.id, request.principal)
      const { messages, more } = await pageOfMessages(db, id, { order, limit, after })
      const next_cursor = more === undefined ? null : encodeCursor({ depth: more })
      return { success: true as const, data: { messages, next_cursor } }
    },
  )
}
