import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { findUser } from '../accounts/accounts.queries.ts'
import { UserNotFound } from '../admin/user-not-found.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Deps } from '../deps.ts'

const Unlocked = Type.Object({
  unlocked: Type.Boolean({ description: 'False when there was nothing to unlock.' }),
})
const Body = Type.Object({
  address: Type.Union([Type.String({ format: 'ipv4' }), Type.String({ format: 'ipv6' })]),
})

export function unlock(app: App, { db, attemptLimit, now }: Deps) {
  app.post(
    '/api/admin/users/:id/unlock',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'Unlock a user who failed to log in too often',
        params: IdParams,
        response: { 200: success(Unlocked), ...problems(...adminProblems, UserNotFound) },
      },
    },
    async (request) => {
      const { id } = request.params
      if (!isId(id) || !(await findUser(db, id))) throw UserNotFound()
      const unlocked = await attemptLimit.forgive(id)
      const actorId = principalOf(request).userId
      const caller = callerOf(request)
      await recordAudit(db, { action: 'attempts.unlocked', actorId, userId: id, caller }, now())
      return { success: true as const, data: { unlocked } }
    },
  )

  app.post(
    '/api/admin/users/unlock-address',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['administration'],
        summary: 'Unlock an address from which too many logins failed',
        body: Body,
        response: { 200: success(Unlocked), ...problems(...adminProblems, ValidationFailed) },
      },
    },
    async (request) => {
      const { address } = request.body
      const unlocked = await attemptLimit.forgiveAddress(address)
      const actorId = principalOf(request).userId
      const entry = { action: 'attempts.unlocked', actorId, userId: null, caller: callerOf(request) }
      await recordAudit(db, { ...entry, detail: { address } }, now())
      return { success: true as const, data: { unlocked } }
    },
  )
}
