import { InvalidToken, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { Type } from 'typebox'
import { findUser } from '../accounts/accounts.queries.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Caller } from '../caller.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { RefreshClaim } from '../tokens/refresh-tokens.ts'
import { endSessions } from './end-sessions.ts'
import { CsrfRefused, clearRefreshCookie, isConsole, refreshCookieOf } from './refresh-cookie.ts'
import { findSession, spendGeneration } from './sessions.queries.ts'
import type { OpenedSession } from './signed-in.ts'
import { SignedIn, sessionExpiry, signIn } from './signed-in.ts'

/** A used token still works for this long, so that parallel refreshes do not end a session. */
const overlapMs = 10_000

const Body = Type.Union([
  Type.Object({ refresh_token: Type.Optional(Type.String({ maxLength: 512 })) }),
  Type.Null(),
])
const Refreshed = Type.Object(SignedIn.properties, { title: 'TokenPair' })

export function refresh(app: App, deps: Deps, config: Config) {
  const { db, tokens } = deps
  app.post(
    '/api/refresh',
    {
      schema: {
        tags: ['account'],
        summary: 'Exchange a refresh token for a new pair',
        description:
          'The old refresh token is used up. Using it again within 10 s returns the same new token; later use is ' +
          'treated as theft and ends the whole session. Without a body the cookie is read; send X-Requested-With then. ' +
          'To `X-Requested-With: console` with neither the response is 204: a browser without a session is nothing wrong.',
        body: Body,
        response: {
          200: success(Refreshed),
          204: Type.Null({
            description: 'Only with X-Requested-With: console: this browser has no session.',
          }),
          ...problems(ValidationFailed, InvalidToken, CsrfRefused),
        },
      },
    },
    async (request, reply) => {
      const given = request.body?.refresh_token
      const token = given ?? refreshCookieOf(request)
      if (token === undefined && isConsole(request)) return reply.code(204).send(null)
      if (!token) {
        throw ValidationFailed({
          errors: [{ path: 'refresh_token', message: { zh: '不能缺少', en: 'is required' } }],
        })
      }
      const claim = tokens.refresh.read(token)
      const session = claim && (await successorOf(deps, config, claim, callerOf(request)))
      const user = session && (await findUser(db, session.user_id))
      if (!user) {
        clearRefreshCookie(reply, config)
        throw InvalidToken()
      }
      // Whoever sent the token as text gets the next one as text.
      const tellsToken = given !== undefined
      const data = await signIn(reply, tokens, config, user, session, { refreshes: true, tellsToken })
      return { success: true as const, data }
    },
  )
}

/**
 * The session with its next token; the same for every request with one token within the overlap. Undefined for an
 * invalid token; one that was used before the overlap ends the session, because it must have been copied.
 */
async function successorOf(
  deps: Deps,
  config: Config,
  { sessionId, generation }: RefreshClaim,
  caller: Caller,
): Promise<(OpenedSession & { user_id: string }) | undefined> {
  const { db, now } = deps
  const at = now()
  const overlapFrom = new Date(at.getTime() - overlapMs)
  const expiresAt = sessionExpiry(at, config)
  const sessionMaxDays = config.SESSION_MAX_DAYS
  const next = await spendGeneration(db, {
    sessionId,
    generation,
    caller,
    at,
    expiresAt,
    sessionMaxDays,
    overlapFrom,
  })
  if (next) return next

  const session = await findSession(db, sessionId)
  if (!session || session.expires_at <= at || session.generation <= generation) return undefined
  const spentAt = session.spent.at(generation - session.generation)
  if (spentAt && spentAt >= overlapFrom) return session

  await endStolen(deps, session.user_id, sessionId, caller)
  return undefined
}

async function endStolen(
  { db, tokens, outbox, log, now }: Deps,
  userId: string,
  sessionId: string,
  caller: Caller,
) {
  await transact(db, async (trx) => {
    await endSessions(trx, tokens, userId, { only: sessionId }, 'refresh_token_reused')
    const detail = { session_id: sessionId }
    const entry = { action: 'session.refresh_token_reused', outcome: 'failure' as const, detail }
    await recordAudit(trx, { ...entry, actorId: null, userId, caller }, now())
  })
  outbox.wake()
  log.warn(
    { user_id: userId, session_id: sessionId, alert: true },
    'a spent refresh token was used: session ended',
  )
}
