import { Forbidden, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { UserNotReadable, userOf } from '../scenarios/configure-scenarios.ts'
import { countSessions, usagePerModel } from '../usage/usage.queries.ts'
import { listReplies, listSessions } from './platform.queries.ts'

const Entry = Type.Object(
  {
    turn_id: Uuid,
    session_id: Uuid,
    agent_id: Type.Integer(),
    scenario_id: Nullable(Type.String()),
    status: Type.Enum(['queued', 'running', 'completed', 'stopped', 'failed']),
    finish_reason: Nullable(Type.String()),
    error_code: Nullable(Type.String()),
    model: Nullable(Type.String()),
    provider: Nullable(Type.String()),
    cached: Type.Boolean(),
    total_tokens: Nullable(Type.Integer()),
    cost: Nullable(Type.Number()),
    created_at: instant,
    ended_at: Nullable(instant),
  },
  { title: 'TurnLog' },
)

const Session = Type.Object(
  {
    session_id: Uuid,
    title: Nullable(Type.String(), {
      description: 'Null for administrators, of whom it is none of their business.',
    }),
    agent_id: Type.Integer(),
    message_count: Type.Integer(),
    archived: Type.Boolean(),
    created_at: instant,
    last_activity: instant,
  },
  { title: 'UserSession' },
)
const Sessions = Type.Object(
  {
    total: Type.Integer(),
    limit: Type.Integer(),
    offset: Type.Integer(),
    has_more: Type.Boolean(),
    sessions: Type.Array(Session),
    stats: Type.Optional(
      Type.Object(
        { total_sessions: Type.Integer(), total_messages: Type.Integer(), total_cost_usd: Type.Number() },
        {
          title: 'UserSessionStats',
          description: 'On the first page only; cost as it is configured, whatever its name says.',
        },
      ),
    ),
  },
  { title: 'UserSessions' },
)
const Position = Type.Object({ id: Uuid })
const dayMs = 86_400_000

/** What a person's questions came to, and when: for the person, and for administrators without what was said. */
export function userActivity(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const tags = ['usage']
  const params = Type.Object({ id: Type.String() })
  const refusals = [...userProblems, ValidationFailed, Forbidden, UserNotReadable]

  app.get(
    '/api/v1/platform/users/:id/logs',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'List what a user’s questions came to',
        description:
          'Newest first, one for each answer, without its text. For oneself (`me`), and for administrators.',
        params,
        querystring: Type.Object({
          ...pageQuery,
          days: Type.Integer({ minimum: 1, maximum: 366, default: 30, description: 'How far back.' }),
        }),
        response: {
          200: success(Type.Object({ logs: Type.Array(Entry), next_cursor: NextCursor })),
          ...problems(...refusals, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor, days } = request.query
      const before = decodeCursor(Position, cursor)?.id
      const rows = await listReplies(db, userOf(request, request.params.id), {
        from: new Date(now().getTime() - days * dayMs),
        limit,
        ...(before !== undefined && { before }),
      })
      const { page, next_cursor } = toPage(rows, limit, ({ id }) => ({ id }))
      const logs = page.map(({ id, conversation_id, usage, created_at, ended_at, ...row }) => ({
        turn_id: id,
        session_id: conversation_id,
        ...row,
        total_tokens: usage?.total_tokens ?? null,
        cost: usage?.cost ?? null,
        created_at: created_at.toISOString(),
        ended_at: ended_at?.toISOString() ?? null,
      }))
      return { success: true as const, data: { logs, next_cursor } }
    },
  )

  app.get(
    '/api/v1/platform/users/:id/sessions',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'List a user’s conversations',
        description: 'By their last use. For oneself (`me`), and for administrators without titles.',
        params,
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
          offset: Type.Integer({ minimum: 0, maximum: 100_000, default: 0 }),
        }),
        response: { 200: success(Sessions), ...problems(...refusals) },
      },
    },
    async (request) => {
      const { limit, offset } = request.query
      const userId = userOf(request, request.params.id)
      const isOwn = userId === principalOf(request).userId
      const { rows, total } = await listSessions(db, userId, { limit, offset })
      const sessions = rows.map(({ id, title, created_at, last_active, ...row }) => ({
        session_id: id,
        title: isOwn ? title : null,
        ...row,
        created_at: created_at.toISOString(),
        last_activity: last_active.toISOString(),
      }))
      const data = { total, limit, offset, has_more: offset + rows.length < total, sessions }
      return {
        success: true as const,
        data: { ...data, ...(offset === 0 && { stats: await statsOf(userId) }) },
      }
    },
  )

  async function statsOf(userId: string) {
    const [{ sessions, messages }, models] = await Promise.all([
      countSessions(db, { userId }),
      usagePerModel(db, { userId, from: null }),
    ])
    const cost = models.reduce((sum, model) => sum + model.cost, 0)
    return {
      total_sessions: sessions,
      total_messages: messages,
      total_cost_usd: Math.round(cost * 1e6) / 1e6,
    }
  }
}
