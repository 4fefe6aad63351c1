import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { ConversationShape, toConversation } from './conversation-shape.ts'
import { listConversations } from './conversations.queries.ts'
import { searchConversations } from './search.queries.ts'

const Query = Type.Object({
  ...pageQuery,
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Words to find in titles and messages.' })),
  archived: Type.Optional(Type.Boolean({ default: false })),
})

const Position = Type.Object({
  pinned: Type.Boolean(),
  // Only the form we write: PostgreSQL rejects some dates with other years or zones that are valid by format.
  last_active: Type.String({ format: 'date-time', pattern: '^[1-9].*Z$' }),
  id: Uuid,
})

const Page = Type.Object({ conversations: Type.Array(ConversationShape), next_cursor: NextCursor })

export function listConversationsOfUser(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/conversations',
    {
      onRequest: requireScope('chat', 'read'),
      schema: {
        tags: ['conversations'],
        summary: 'List your conversations: pinned ones first, then the most recently active',
        querystring: Query,
        response: {
          200: success(Page),
          ...problems(ValidationFailed, BadCursor, ...userProblems),
        },
      },
    },
    async (request) => {
      const { limit, cursor, q, archived = false } = request.query
      const { userId } = principalOf(request)
      const after = decodeCursor(Position, cursor)
      const terms = q?.trim() || undefined
      const list = { userId, archived, limit, after }
      const rows = terms ? await searchConversations(db, list, terms) : await listConversations(db, list)
      const { page, next_cursor } = toPage(rows, limit, ({ pinned, last_active, id }) => ({
        pinned,
        last_active,
        id,
      }))
      return { success: true as const, data: { conversations: page.map(toConversation), next_cursor } }
    },
  )
}
