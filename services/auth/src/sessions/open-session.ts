import { recordAudit } from '../audit/record-audit.ts'
import type { Caller } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { TokenIssuer } from '../tokens/token-issuer.ts'
import { endSessions } from './end-sessions.ts'
import { insertSession } from './sessions.queries.ts'
import { sessionExpiry } from './signed-in.ts'

/**
 * Opens a session for a user whose row the transaction has locked, and ends those beyond SESSIONS_PER_USER_MAX,
 * least recently used first. Wake the outbox after the commit.
 */
export async function openSession(
  trx: Db,
  tokens: TokenIssuer,
  config: Config,
  { userId, caller, at }: { userId: string; caller: Caller; at: Date },
) {
  const session = await insertSession(trx, { userId, caller, at, expiresAt: sessionExpiry(at, config) })
  const unused = { except: session.id, others: config.SESSIONS_PER_USER_MAX - 1 }
  const ended = await endSessions(trx, tokens, userId, unused, 'too_many_sessions')
  if (ended.length > 0) {
    const detail = { reason: 'too_many_sessions', sessions: ended.slice(0, 100), count: ended.length }
    await recordAudit(trx, { action: 'session.ended', actorId: null, userId, caller, detail }, at)
  }
  return session
}
