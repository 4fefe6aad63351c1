import type { Scope } from '@lingzhi/contracts/auth'
import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { ApiKey } from './api-key.ts'
import { listApiKeys as queryApiKeys } from './api-keys.queries.ts'

export function listApiKeys(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/user/api-keys',
    {
      onRequest: requireSession,
      schema: {
        tags: ['api keys'],
        summary: 'List your API keys, newest first',
        querystring: Type.Object(pageQuery),
        response: {
          200: success(Type.Object({ api_keys: Type.Array(ApiKey), next_cursor: NextCursor })),
          ...problems(...userProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const after = decodeCursor(Uuid, cursor)
      const rows = await queryApiKeys(db, { userId: principalOf(request).userId, after, limit })
      const { page, next_cursor } = toPage(rows, limit, (row) => row.id)
      const api_keys = page.map((row) => ({
        id: row.id,
        name: row.name,
        hint: row.hint,
        scopes: row.scopes as Scope[],
        created_at: row.created_at.toISOString(),
        expires_at: row.expires_at?.toISOString() ?? null,
        last_used_at: row.last_used_at?.toISOString() ?? null,
      }))
      return { success: true as const, data: { api_keys, next_cursor } }
    },
  )
}
