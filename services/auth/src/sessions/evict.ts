import { recordFact } from '@lingzhi/bus/outbox'
import { UserEvicted } from '@lingzhi/contracts/auth'
import { dropPendingEmail } from '../addresses/confirmations.queries.ts'
import { deleteApiKeys } from '../api-keys/api-keys.queries.ts'
import type { Db } from '../database.ts'
import { voidReset } from '../resets/resets.queries.ts'
import type { TokenIssuer } from '../tokens/token-issuer.ts'
import { announceEnds, endSessions } from './end-sessions.ts'
import type { Which } from './sessions.queries.ts'

/**
 * Puts out whoever else is in an account that its owner takes back: sessions, API keys, links to reset the password or to
 * confirm an address; and, by the fact, the links and jobs of the other services. In the caller's transaction; wake the
 * outbox after the commit. Returns how many API keys were revoked.
 */
export async function evict(
  trx: Db,
  tokens: Pick<TokenIssuer, 'allExpiredBy'>,
  userId: string,
  { sessions, apiKeys }: { sessions: Which; apiKeys: boolean },
): Promise<number> {
  await voidReset(trx, userId)
  await dropPendingEmail(trx, userId)
  await endSessions(trx, tokens, userId, sessions, 'password_changed')
  const keys = apiKeys ? await deleteApiKeys(trx, userId) : []
  await announceEnds(trx, tokens, userId, keys, 'api_key_revoked')
  await recordFact(trx, UserEvicted, { user_id: userId })
  return keys.length
}
