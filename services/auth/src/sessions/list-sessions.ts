import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { listSessions } from './sessions.queries.ts'

const Session = Type.Object(
  {
    id: Uuid,
    device: Type.String({ description: 'Guessed from the user agent.' }),
    user_agent: Type.String(),
    address: Type.String({ description: 'The address it was last used from.' }),
    created_at: instant,
    last_used_at: instant,
    expires_at: instant,
    current: Type.Boolean(),
  },
  { title: 'Session' },
)

export function listOwnSessions(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  app.get(
    '/api/user/sessions',
    {
      onRequest: requireSession,
      schema: {
        tags: ['sessions'],
        summary: 'List your sessions, newest first',
        querystring: Type.Object(pageQuery),
        response: {
          200: success(Type.Object({ sessions: Type.Array(Session), next_cursor: NextCursor })),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { userId, sessionId } = principalOf(request)
      const { limit, cursor } = request.query
      const after = decodeCursor(Uuid, cursor)
      const rows = await listSessions(db, { userId, at: now(), after, limit })
      const { page, next_cursor } = toPage(rows, limit, (row) => row.id)
      const sessions = page.map((row) => ({
        id: row.id,
        device: row.device,
        user_agent: row.user_agent,
        address: row.address,
        created_at: row.created_at.toISOString(),
        last_used_at: row.last_used_at.toISOString(),
        expires_at: row.expires_at.toISOString(),
        current: row.id === sessionId,
      }))
      return { success: true as const, data: { sessions, next_cursor } }
    },
  )
}
