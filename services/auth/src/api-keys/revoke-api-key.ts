import { IdParams, isId } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { announceEnds } from '../sessions/end-sessions.ts'
import { deleteApiKey } from './api-keys.queries.ts'

export const ApiKeyNotFound = problem('API_KEY_NOT_FOUND', 404, {
  zh: 'API 密钥不存在',
  en: 'No such API key.',
  check: 'The key’s id: it must belong to the caller.',
})

export function revokeApiKey(app: App, { db, tokens, outbox, now }: Deps) {
  app.delete(
    '/api/user/api-keys/:id',
    {
      onRequest: requireSession,
      schema: {
        tags: ['api keys'],
        summary: 'Revoke an API key; takes effect everywhere within a second',
        params: IdParams,
        response: { 200: Done, ...problems(...userProblems, ApiKeyNotFound) },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const { id } = request.params
      if (!isId(id)) throw ApiKeyNotFound()
      const caller = callerOf(request)
      await transact(db, async (trx) => {
        const session = await deleteApiKey(trx, userId, id)
        if (!session) throw ApiKeyNotFound()
        await announceEnds(trx, tokens, userId, [session], 'api_key_revoked')
        const detail = { api_key_id: id }
        await recordAudit(trx, { action: 'api_key.revoked', actorId: userId, userId, caller, detail }, now())
      })
      outbox.wake()
      return { success: true as const }
    },
  )
}
