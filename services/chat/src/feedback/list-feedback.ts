import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { requireAdmin } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { agentIdMax } from '../agents/agents.queries.ts'
import type { Deps } from '../deps.ts'
import { listFeedbackOfAll, shownChars } from './feedback.queries.ts'
import { FeedbackType } from './give-feedback.ts'

// PostgreSQL rejects some dates with other years or zones that are valid by format.
const At = Type.String({ format: 'date-time', pattern: '^[1-9].*Z$' })

const Query = Type.Object({
  type: Type.Optional(FeedbackType),
  agent_id: Type.Optional(Type.Integer({ minimum: 1, maximum: agentIdMax })),
  commented: Type.Optional(Type.Boolean({ description: 'true: only with a comment; false: only without.' })),
  from: Type.Optional(At),
  to: Type.Optional(At),
  ...pageQuery,
})

const Given = Type.Object(
  {
    message_id: Uuid,
    conversation_id: Uuid,
    user_id: Uuid,
    type: FeedbackType,
    comment: Nullable(Type.String()),
    question: Type.String(),
    answer: Type.String(),
    agent_id: Type.Integer(),
    agent_name: Type.String(),
    agent_version: Nullable(Type.Integer()),
    model: Nullable(Type.String()),
    created_at: instant,
    updated_at: instant,
  },
  { title: 'GivenFeedback' },
)

const Position = Type.Object({ updated_at: At, id: Uuid })

/** What users thought of answers, for whoever looks after the agents. */
export function listFeedback(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/admin/feedback',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['feedback'],
        summary: 'List all users’ feedback, newest first',
        description: `With the question and the answer that it is about: the first ${shownChars} characters of each.`,
        querystring: Query,
        response: {
          200: success(Type.Object({ feedback: Type.Array(Given), next_cursor: NextCursor })),
          ...problems(...adminProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { agent_id: agentId, cursor, ...filters } = request.query
      const before = decodeCursor(Position, cursor)
      const rows = await listFeedbackOfAll(db, { ...filters, agentId, before })
      const { page, next_cursor } = toPage(rows, filters.limit, ({ updated_at, message_id }) => ({
        updated_at,
        id: message_id,
      }))
      const feedback = page.map((row) => ({
        ...row,
        created_at: row.created_at.toISOString(),
        updated_at: row.updated_at.toISOString(),
      }))
      return { success: true as const, data: { feedback, next_cursor } }
    },
  )
}
