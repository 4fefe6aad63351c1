import { Uuid } from '@lingzhi/contracts/ids'
import { dayMs } from '@lingzhi/runtime/time'
import type { FastifyReply } from 'fastify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { UserRow } from '../accounts/account.ts'
import { toUser, User } from '../accounts/account.ts'
import type { Config } from '../config.ts'
import type { TokenIssuer } from '../tokens/token-issuer.ts'
import { setDeviceCookie } from './device-cookie.ts'
import { isConsole, setRefreshCookie } from './refresh-cookie.ts'

/** What a successful login returns. */
export const SignedIn = Type.Object(
  {
    token: Type.String({
      description:
        'An access token under the name that older front ends read: the same as access_token, or one that lives longer where the operator has set LEGACY_TOKEN_TTL_S.',
    }),
    access_token: Type.String(),
    refresh_token: Type.Optional(
      Type.String({
        description:
          'Always there, except for a page that keeps it in the cookie alone: one that sends X-Requested-With: console, or refreshes with the cookie.',
      }),
    ),
    token_type: Type.Literal('Bearer'),
    expires_in: Type.Integer({ description: 'Lifetime of access_token in seconds.' }),
    token_expires_in: Type.Integer({ description: 'Lifetime of token in seconds.' }),
    session_id: Uuid,
    device_token: Type.Optional(Type.String()),
    second_factor_needed: Type.Boolean(),
    user: User,
  },
  { title: 'SignedIn' },
)

export interface OpenedSession {
  id: string
  generation: number
  expires_at: Date
}

/** When a session that is opened or refreshed now expires. */
export const sessionExpiry = (
  at: Date,
  config: Pick<Config, 'REFRESH_TOKEN_TTL_DAYS' | 'SESSION_MAX_DAYS'>,
): Date => new Date(at.getTime() + Math.min(config.REFRESH_TOKEN_TTL_DAYS, config.SESSION_MAX_DAYS) * dayMs)

/**
 * Issues the tokens of a session; the refresh token also as a cookie, and nowhere else unless `tellsToken`. `token`
 * lives longer, by LEGACY_TOKEN_TTL_S, unless its reader `refreshes` or is an administrator.
 */
export async function signIn(
  reply: FastifyReply,
  tokens: TokenIssuer,
  config: Config,
  user: UserRow,
  session: OpenedSession,
  {
    refreshes = false,
    tellsToken = !isConsole(reply.request),
    device,
  }: { refreshes?: boolean; tellsToken?: boolean; device?: string | undefined } = {},
): Promise<Static<typeof SignedIn>> {
  const claims = { userId: user.id, sessionId: session.id, role: tokens.roleOf(user) }
  const accessToken = await tokens.access(claims)
  const isShort =
    refreshes || !tellsToken || user.role === 'admin' || tokens.legacyExpiresIn === tokens.expiresIn
  const expiresIn = isShort ? tokens.expiresIn : tokens.legacyExpiresIn
  const refreshToken = tokens.refresh.issue({ sessionId: session.id, generation: session.generation })
  setRefreshCookie(reply, config, refreshToken, session.expires_at)
  const deviceToken = refreshes ? undefined : (device ?? tokens.devices.issue(user.id))
  if (deviceToken) setDeviceCookie(reply, config, deviceToken, new Date())
  return {
    ...(deviceToken && tellsToken && { device_token: deviceToken }),
    token: isShort ? accessToken : await tokens.access({ ...claims, expiresIn }),
    access_token: accessToken,
    ...(tellsToken && { refresh_token: refreshToken }),
    token_type: 'Bearer',
    expires_in: tokens.expiresIn,
    token_expires_in: expiresIn,
    session_id: session.id,
    second_factor_needed: tokens.roleOf(user) !== user.role,
    user: toUser(user),
  }
}
