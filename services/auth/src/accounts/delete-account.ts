import { recordFact } from '@lingzhi/bus/outbox'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { InvalidToken, ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { LastAdmin, refuseLastAdmin } from '../admin/last-admin.ts'
import { endApiKeyTokens } from '../api-keys/end-api-key-tokens.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import { CurrentPassword, lockProven, proofProblems, proveFresh } from '../sessions/fresh-proof.ts'
import { clearRefreshCookie } from '../sessions/refresh-cookie.ts'
import { deleteUser, findUser } from './accounts.queries.ts'

/** Nothing at all is a body too: of who has just logged in. */
const Body = Type.Union([
  Type.Object(
    { current_password: CurrentPassword },
    { title: 'AccountDeletion', description: 'The proof, unless you have just logged in.' },
  ),
  Type.Null(),
])

export function deleteAccount(app: App, deps: Deps, config: Config) {
  const { db, tokens, outbox, now } = deps
  app.delete(
    '/api/user',
    {
      onRequest: requireSession,
      schema: {
        tags: ['account'],
        summary: 'Delete your account and all of its data, in every service',
        description: 'Takes `current_password`, or a log-in of the last 5 minutes.',
        body: Body,
        response: {
          200: Done,
          ...problems(...userProblems, ValidationFailed, ...proofProblems, LastAdmin, ServiceUnavailable),
        },
      },
    },
    async (request, reply) => {
      const { userId } = principalOf(request)
      const user = await findUser(db, userId)
      if (!user) throw InvalidToken()
      await proveFresh(deps, request, user, request.body?.current_password, { freshLogin: true })
      const caller = callerOf(request)
      await transact(db, async (trx) => {
        await refuseLastAdmin(trx, userId)
        await lockProven(trx, request)
        await endSessions(trx, tokens, userId, 'all', 'account_deleted')
        await endApiKeyTokens(trx, tokens, userId, 'account_deleted')
        await deleteUser(trx, userId)
        await recordFact(trx, UserDeleted, { user_id: userId }, request.id)
        await recordAudit(trx, { action: 'account.deleted', actorId: userId, userId, caller }, now())
      })
      outbox.wake()
      clearRefreshCookie(reply, config)
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '账户已删除', en: 'The account was deleted.' }),
      }
    },
  )
}
