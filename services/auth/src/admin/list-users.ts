import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, Uuid } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { NextCursor, pageQuery, success } from '@lingzhi/contracts/reply-shapes'
import { storable } from '@lingzhi/contracts/shapes'
import { BadCursor, decodeCursor, toPage } from '@lingzhi/db/cursor'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { requireAdmin } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { findUser } from '../accounts/accounts.queries.ts'
import type { Deps } from '../deps.ts'
import { ManagedUser, toManagedUser } from './managed-user.ts'
import { UserNotFound } from './user-not-found.ts'
import { listUsers as queryUsers } from './users.queries.ts'

const Query = Type.Object({
  ...pageQuery,
  q: Type.Optional(
    Type.String({
      maxLength: 254,
      pattern: storable,
      description: 'The beginning of a user name, phone number or e-mail address.',
    }),
  ),
  role: Type.Optional(Type.Enum(['user', 'admin'])),
  status: Type.Optional(Type.Enum(['active', 'disabled'])),
})

export function listUsers(app: App, { db }: Pick<Deps, 'db'>) {
  app.get(
    '/api/admin/users',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'List users, newest first',
        querystring: Query,
        response: {
          200: success(Type.Object({ users: Type.Array(ManagedUser), next_cursor: NextCursor })),
          ...problems(...adminProblems, ValidationFailed, BadCursor),
        },
      },
    },
    async (request) => {
      const { limit, cursor, q, role, status } = request.query
      const after = decodeCursor(Uuid, cursor)
      const rows = await queryUsers(db, { q, role, status, after, limit })
      const { page, next_cursor } = toPage(rows, limit, (row) => row.id)
      return { success: true as const, data: { users: page.map(toManagedUser), next_cursor } }
    },
  )

  app.get(
    '/api/admin/users/:id',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'Show a user',
        params: IdParams,
        response: {
          200: success(ManagedUser),
          ...problems(...adminProblems, UserNotFound),
        },
      },
    },
    async (request) => {
      const { id } = request.params
      const user = isId(id) ? await findUser(db, id) : undefined
      if (!user) throw UserNotFound()
      return { success: true as const, data: toManagedUser(user) }
    },
  )
}
