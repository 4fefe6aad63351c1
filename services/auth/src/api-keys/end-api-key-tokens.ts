import type { Db } from '../database.ts'
import type { EndReason } from '../sessions/end-sessions.ts'
import { announceEnds } from '../sessions/end-sessions.ts'
import type { TokenIssuer } from '../tokens/token-issuer.ts'
import { renewTokenSessions } from './api-keys.queries.ts'

/**
 * Ends the access tokens that a user's API keys were exchanged for. The keys remain, under new sessions: they
 * work again once the account does.
 */
export async function endApiKeyTokens(
  trx: Db,
  tokens: Pick<TokenIssuer, 'allExpiredBy'>,
  userId: string,
  reason: EndReason,
): Promise<void> {
  const sessions = await renewTokenSessions(trx, userId)
  await announceEnds(trx, tokens, userId, sessions, reason)
}
