import { ticketLifeS } from '@lingzhi/identity/access-token-max'
import type { Role } from '@lingzhi/identity/principal'
import { ticketAudience, tokenAlgorithm, tokenAudience, tokenIssuer } from '@lingzhi/identity/principal'
import { SignJWT } from 'jose'
import type { Config } from '../config.ts'
import { deriveKey } from './derive-key.ts'
import type { DeviceTokens } from './device-tokens.ts'
import { createDeviceTokens } from './device-tokens.ts'
import type { Keyring } from './keyring.ts'
import type { RefreshTokens } from './refresh-tokens.ts'
import { createRefreshTokens } from './refresh-tokens.ts'

export interface AccessClaims {
  userId: string
  sessionId: string
  role: Role
  /** Of an API key; a session has none. */
  scopes?: readonly string[]
  /** Seconds, when other than ACCESS_TOKEN_TTL_S. */
  expiresIn?: number
}

export interface TokenIssuer {
  /** The role in a user's tokens: an administrator who lacks the second factor that is asked for has none yet. */
  roleOf: (user: { role: Role; second_factor_at: Date | null }) => Role
  /** Signs an access token (RFC 7519, EdDSA) with the current key. */
  access: (claims: AccessClaims) => Promise<string>
  /** Signs a ticket that lets its bearer read one stream, whose path it names, for ticketLifeS. */
  ticket: (claims: Pick<AccessClaims, 'userId' | 'sessionId' | 'role'> & { path: string }) => Promise<string>
  refresh: RefreshTokens
  devices: DeviceTokens
  /** Seconds an access token lives. */
  readonly expiresIn: number
  /** Seconds the access token of a front end that knows no refresh lives; never fewer than `expiresIn`. */
  readonly legacyExpiresIn: number
  /** When every token and ticket issued until now has expired, clocks that differ a little included. */
  allExpiredBy: () => Date
}

const clockSlackMs = 60_000

export function createTokenIssuer(
  { keyring, now }: { keyring: Keyring; now: () => Date },
  {
    ACCESS_TOKEN_TTL_S,
    LEGACY_TOKEN_TTL_S = 0,
    AUTH_ENCRYPTION_KEY,
    ADMIN_SECOND_FACTOR = false,
  }: Pick<Config, 'ACCESS_TOKEN_TTL_S' | 'LEGACY_TOKEN_TTL_S' | 'AUTH_ENCRYPTION_KEY'> &
    Partial<Pick<Config, 'ADMIN_SECOND_FACTOR'>>,
): TokenIssuer {
  const legacyExpiresIn = Math.max(LEGACY_TOKEN_TTL_S, ACCESS_TOKEN_TTL_S)
  const sign = (
    { userId, ...claims }: { userId: string; sid: string; role: Role; scope?: string; path?: string },
    audience: string,
    lifeS: number,
  ) => {
    const key = keyring.current()
    const issuedAt = Math.floor(now().getTime() / 1_000)
    return new SignJWT(claims)
      .setProtectedHeader({ alg: tokenAlgorithm, kid: key.id })
      .setSubject(userId)
      .setIssuer(tokenIssuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifeS)
      .sign(key.privateKey)
  }
  return {
    roleOf: ({ role, second_factor_at }) => (ADMIN_SECOND_FACTOR && !second_factor_at ? 'user' : role),
    expiresIn: ACCESS_TOKEN_TTL_S,
    legacyExpiresIn,
    allExpiredBy: () =>
      new Date(now().getTime() + Math.max(legacyExpiresIn, ticketLifeS) * 1_000 + clockSlackMs),
    ticket: ({ userId, sessionId, role, path }) =>
      sign({ userId, sid: sessionId, role, path }, ticketAudience, ticketLifeS),
    devices: createDeviceTokens(deriveKey(AUTH_ENCRYPTION_KEY, 'device tokens')),
    refresh: createRefreshTokens(deriveKey(AUTH_ENCRYPTION_KEY, 'refresh tokens')),
    access: ({ userId, sessionId, role, scopes, expiresIn = ACCESS_TOKEN_TTL_S }) =>
      sign(
        { userId, sid: sessionId, role, ...(scopes && { scope: scopes.join(' ') }) },
        tokenAudience,
        expiresIn,
      ),
  }
}
