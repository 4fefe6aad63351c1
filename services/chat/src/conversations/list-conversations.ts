import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { soughtWords } from '@lingzhi/search-terms/search-terms'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { ConversationShape, toConversation } from './conversation-shape.ts'
import { listConversations } from './conversations.queries.ts'
import { excerptsOf, searchConversations } from './search.queries.ts'
import { rangesIn, snippetOf, TextRange } from './snippet.ts'

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

const Listed = Type.Object(
  {
    ...ConversationShape.properties,
    title_ranges: Type.Optional(
      Type.Array(TextRange, { description: 'With `q`: the words found in the title.' }),
    ),
    matches: Type.Optional(
      Type.Array(
        Type.Object(
          {
            message_id: Uuid,
            role: Type.Enum(['user', 'assistant']),
            active: Type.Boolean(),
            snippet: Type.String(),
            ranges: Type.Array(TextRange),
          },
          { title: 'SearchMatch' },
        ),
        {
          description:
            'With `q`: at most three messages that match, the newest of the active path, then of other branches.',
        },
      ),
    ),
  },
  { title: 'ListedConversation' },
)
const Page = Type.Object({ conversations: Type.Array(Listed), next_cursor: NextCursor })

const positionOf = ({ pinned, last_active, id }: { pinned: boolean; last_active: Date; id: string }) => ({
  pinned,
  last_active,
  id,
})

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
      if (!terms) {
        const { page, next_cursor } = toPage(await listConversations(db, list), limit, positionOf)
        return { success: true as const, data: { conversations: page.map(toConversation), next_cursor } }
      }
      const { page, next_cursor } = toPage(await searchConversations(db, list, terms), limit, positionOf)
      const sought = soughtWords(terms)
      const excerpts = await excerptsOf(
        db,
        page.flatMap(({ found }) => found),
        sought.map(({ word }) => word),
      )
      const conversations = page.map((row) => ({
        ...toConversation(row),
        title_ranges: rangesIn(row.title, sought),
        matches: row.found.flatMap((message_id) => {
          const message = excerpts.get(message_id)
          if (!message) return []
          const { role, active, excerpt } = message
          return [{ message_id, role, active, ...snippetOf(excerpt, sought) }]
        }),
      }))
      return { success: true as const, data: { conversations, next_cursor } }
    },
  )
}
