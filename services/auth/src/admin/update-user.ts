import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { UserRow } from '../accounts/account.ts'
import { lockUser } from '../accounts/accounts.queries.ts'
import { endApiKeyTokens } from '../api-keys/end-api-key-tokens.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import { LastAdmin, refuseLastAdmin } from './last-admin.ts'
import { ManagedUser, toManagedUser } from './managed-user.ts'
import { UserNotFound } from './user-not-found.ts'
import { setRoleAndStatus } from './users.queries.ts'

const Body = Type.Object(
  {
    role: Type.Optional(Type.Enum(['user', 'admin'])),
    status: Type.Optional(Type.Enum(['active', 'disabled'])),
  },
  { title: 'UserChange' },
)

export function updateUser(app: App, { db, tokens, outbox, now }: Deps) {
  app.patch(
    '/api/admin/users/:id',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'Change a user’s role or status',
        description:
          'Disabling a user, or removing the administrator role, ends all of their sessions. A promotion takes effect ' +
          'with their next token.',
        params: IdParams,
        body: Body,
        response: {
          200: success(ManagedUser),
          ...problems(...adminProblems, ValidationFailed, UserNotFound, LastAdmin),
        },
      },
    },
    async (request) => {
      const { id } = request.params
      if (!isId(id)) throw UserNotFound()
      const actorId = principalOf(request).userId
      const caller = callerOf(request)
      const at = now()
      const updated = await transact(db, async (trx) => {
        const before = await lockForUpdate(trx, id, request.body)
        const role = request.body.role ?? before.role
        const status = request.body.status ?? before.status
        if (role === before.role && status === before.status) return before
        const demoted = before.role === 'admin' && role !== 'admin'
        const disabled = before.status === 'active' && status === 'disabled'
        if (demoted || disabled) {
          const reason = disabled ? 'account_disabled' : 'role_changed'
          await endSessions(trx, tokens, id, 'all', reason)
          await endApiKeyTokens(trx, tokens, id, reason)
        }
        const detail = { from: { role: before.role, status: before.status }, to: { role, status } }
        await recordAudit(trx, { action: 'user.changed', actorId, userId: id, caller, detail }, at)
        return setRoleAndStatus(trx, id, { role, status, at })
      })
      outbox.wake()
      return { success: true as const, data: toManagedUser(updated) }
    },
  )
}

/** The user's row, held; the administrators' rows first where one may be lost, always in that order. */
async function lockForUpdate(
  trx: Db,
  id: string,
  { role, status }: { role?: string; status?: string },
): Promise<UserRow> {
  if (role === 'user' || status === 'disabled') await refuseLastAdmin(trx, id)
  const user = await lockUser(trx, id)
  if (!user) throw UserNotFound()
  return user
}
