import { recordFact } from '@lingzhi/bus/outbox'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { LastAdmin, refuseLastAdmin } from '../admin/last-admin.ts'
import { endApiKeyTokens } from '../api-keys/end-api-key-tokens.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import { clearRefreshCookie } from '../sessions/refresh-cookie.ts'
import { deleteUser } from './accounts.queries.ts'

export function deleteAccount(app: App, { db, tokens, outbox, now }: Deps, config: Config) {
  app.delete(
    '/api/user',
    {
      onRequest: requireSession,
      schema: {
        tags: ['account'],
        summary: 'Delete your account and all of its data, in every service',
        response: { 200: Done, ...problems(...userProblems, LastAdmin) },
      },
    },
    async (request, reply) => {
      const { userId } = principalOf(request)
      const caller = callerOf(request)
      await transact(db, async (trx) => {
        await refuseLastAdmin(trx, userId)
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
