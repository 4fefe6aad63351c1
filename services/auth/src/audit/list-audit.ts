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
import type { Deps } from '../deps.ts'
import { listEntries } from './audit.queries.ts'

const Entry = Type.Object(
  {
    id: Uuid,
    at: instant,
    action: Type.String(),
    outcome: Type.Enum(['success', 'failure']),
    actor_id: Nullable(Uuid, { description: 'Who did it; null without a signed-in caller.' }),
    user_id: Nullable(Uuid, { description: 'The user whose account was affected.' }),
    address: Nullable(Type.String()),
    request_id: Nullable(Type.String()),
    detail: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'AuditEntry' },
)

const Query = Type.Object({
  ...pageQuery,
  user_id: Type.Optional(Uuid),
  action: Type.Optional(Type.String({ maxLength: 64, pattern: '^[a-z_.]*$' })),
})

export function listAudit(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/admin/audit',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'List the audit log, newest first: who did what to which account, and from where',
        querystring: Query,
        response: {
          200: success(Type.Object({ entries: Type.Array(Entry), next_cursor: NextCursor })),
          ...problems(...adminProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor, user_id: userId, action } = request.query
      const rows = await listEntries(db, { userId, action, after: decodeCursor(Uuid, cursor), limit })
      const { page, next_cursor } = toPage(rows, limit, (row) => row.id)
      const entries = page.map((row) => ({ ...row, at: row.at.toISOString() }))
      return { success: true as const, data: { entries, next_cursor } }
    },
  )
}
