import { newId } from '@lingzhi/contracts/ids'
import type { Db } from '../database.ts'
import type { EndReason } from '../sessions/end-sessions.ts'
import { announceEnds } from '../sessions/end-sessions.ts'
import type { TokenIssuer } from '../tokens/token-issuer.ts'

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
  const keys = await trx
    .selectFrom('api_keys')
    .select(['id', 'token_session_id'])
    .where('user_id', '=', userId)
    .forUpdate()
    .execute()
  for (const { id } of keys) {
    await trx.updateTable('api_keys').set({ token_session_id: newId() }).where('id', '=', id).execute()
  }
  const sessions = keys.map((key) => key.token_session_id)
  await announceEnds(trx, tokens, userId, sessions, reason)
}
