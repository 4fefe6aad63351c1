import { recordFact } from '@lingzhi/bus/outbox'
import { SessionEnded } from '@lingzhi/contracts/auth'
import type { Db } from '../database.ts'
import type { TokenIssuer } from '../tokens/token-issuer.ts'
import type { Which } from './sessions.queries.ts'
import { deleteSessions } from './sessions.queries.ts'

export type EndReason =
  | 'logged_out'
  | 'ended_by_user'
  | 'too_many_sessions'
  | 'password_changed'
  | 'refresh_token_reused'
  | 'account_disabled'
  | 'role_changed'
  | 'account_deleted'
  | 'api_key_revoked'

/**
 * Ends sessions of a user in the caller's transaction. Wake the outbox after the commit: every replica of every
 * service then learns of it. Returns the ids of the sessions.
 */
export async function endSessions(
  trx: Db,
  tokens: Pick<TokenIssuer, 'allExpiredBy'>,
  userId: string,
  which: Which,
  reason: EndReason,
): Promise<string[]> {
  const ids = await deleteSessions(trx, userId, which)
  await announceEnds(trx, tokens, userId, ids, reason)
  return ids
}

/** Refuses all access tokens of these sessions from now on, everywhere. */
export async function announceEnds(
  trx: Db,
  tokens: Pick<TokenIssuer, 'allExpiredBy'>,
  userId: string,
  sessionIds: string[],
  reason: EndReason,
): Promise<void> {
  const tokens_until = tokens.allExpiredBy().toISOString()
  for (const session_id of sessionIds) {
    await recordFact(trx, SessionEnded, { session_id, user_id: userId, reason, tokens_until })
  }
}
