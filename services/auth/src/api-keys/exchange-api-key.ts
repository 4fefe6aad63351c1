import { InvalidToken } from '@lingzhi/contracts/common-problems'
import type { Deps } from '../deps.ts'
import { hashApiKey } from './api-key.ts'
import { findGoodApiKey, noteApiKeyUse } from './api-keys.queries.ts'

/** A key's token lives this long at most, and its last use is recorded no more precisely than that. */
const tokenMaxS = 300

/** Serves ApiKeyExchange: a short-lived access token of the key's owner, limited to the key's scopes. */
export async function exchangeApiKey(
  { db, tokens, now }: Pick<Deps, 'db' | 'tokens' | 'now'>,
  key: string,
): Promise<{ access_token: string; expires_in: number }> {
  const at = now()
  const found = await findGoodApiKey(db, hashApiKey(key), at)
  if (!found) throw InvalidToken()
  await noteApiKeyUse(db, found.id, at)
  const untilExpiry = found.expires_at
    ? Math.ceil((found.expires_at.getTime() - at.getTime()) / 1_000)
    : tokenMaxS
  const expiresIn = Math.min(tokenMaxS, tokens.expiresIn, untilExpiry)
  const access_token = await tokens.access({
    userId: found.user_id,
    sessionId: found.token_session_id,
    role: tokens.roleOf(found),
    scopes: found.scopes,
    expiresIn,
  })
  return { access_token, expires_in: expiresIn }
}
