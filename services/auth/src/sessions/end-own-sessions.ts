import { IdParams, isId } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done, success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { endSessions } from './end-sessions.ts'
import type { Which } from './sessions.queries.ts'

export const SessionNotFound = problem('SESSION_NOT_FOUND', 404, {
  zh: '会话不存在',
  en: 'No such session.',
  check: 'The session’s id, against GET /api/user/sessions.',
})

const Ended = Type.Object({ ended: Type.Integer({ description: 'How many sessions were ended.' }) })

export function endOwnSessions(app: App, deps: Deps) {
  app.delete(
    '/api/user/sessions/:id',
    {
      onRequest: requireSession,
      schema: {
        tags: ['sessions'],
        summary: 'End one of your sessions',
        params: IdParams,
        response: { 200: Done, ...problems(...userProblems, SessionNotFound) },
      },
    },
    async (request) => {
      const { id } = request.params
      if (!isId(id) || (await end(deps, request, { only: id })) === 0) throw SessionNotFound()
      return { success: true as const }
    },
  )

  app.delete(
    '/api/user/sessions',
    {
      onRequest: requireSession,
      schema: {
        tags: ['sessions'],
        summary: 'End all of your sessions except this one',
        response: { 200: success(Ended), ...problems(...userProblems) },
      },
    },
    async (request) => {
      const ended = await end(deps, request, { except: principalOf(request).sessionId })
      return { success: true as const, data: { ended } }
    },
  )
}

async function end(
  { db, tokens, outbox, now }: Deps,
  request: FastifyRequest,
  which: Which,
): Promise<number> {
  const { userId } = principalOf(request)
  const caller = callerOf(request)
  const ended = await transact(db, async (trx) => {
    const ids = await endSessions(trx, tokens, userId, which, 'ended_by_user')
    if (ids.length > 0) {
      const detail = { sessions: ids.slice(0, 100), count: ids.length }
      await recordAudit(trx, { action: 'session.ended', actorId: userId, userId, caller, detail }, now())
    }
    return ids
  })
  outbox.wake()
  return ended.length
}
