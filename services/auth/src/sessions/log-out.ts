import { problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { endSessions } from './end-sessions.ts'
import { clearRefreshCookie } from './refresh-cookie.ts'

export function logOut(app: App, { db, tokens, outbox, now }: Deps, config: Config) {
  app.post(
    '/api/logout',
    {
      onRequest: requireSession,
      schema: {
        tags: ['account'],
        summary: 'End this session',
        description: 'Its tokens are refused everywhere within a second.',
        response: { 200: Done, ...problems(...userProblems) },
      },
    },
    async (request, reply) => {
      const { userId, sessionId } = principalOf(request)
      const caller = callerOf(request)
      await transact(db, async (trx) => {
        await endSessions(trx, tokens, userId, { only: sessionId }, 'logged_out')
        await recordAudit(trx, { action: 'session.logout', actorId: userId, userId, caller }, now())
      })
      outbox.wake()
      clearRefreshCookie(reply, config)
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '已退出登录', en: 'Signed out.' }),
      }
    },
  )
}
