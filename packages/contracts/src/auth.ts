import type { Static } from 'typebox'
import { Type } from 'typebox'
import { busRequest } from './bus-request.ts'
import { fact } from './fact.ts'
import { instant, Uuid } from './ids.ts'
import { Nullable } from './shapes.ts'

/** A user was created. */
export const UserRegistered = fact(
  'auth.user.registered',
  Type.Object({
    user_id: Uuid,
    username: Type.String(),
    created_at: instant,
    imported: Type.Optional(
      Type.Boolean({ description: 'It came from a replaced system, with what it had there: no bonus.' }),
    ),
  }),
)

/** A user's name changed. */
export const UserRenamed = fact('auth.user.renamed', Type.Object({ user_id: Uuid, username: Type.String() }))

/** What an API key can be allowed: to talk to agents, to export, to read. */
export const Scope = Type.Enum(['chat', 'export', 'read'])
export type Scope = Static<typeof Scope>

/** Every API key starts with this; access tokens never do. */
export const apiKeyPrefix = 'lz_'

/** The user and everything that belongs to them is gone; every service deletes its share. */
export const UserDeleted = fact('auth.user.deleted', Type.Object({ user_id: Uuid }))

/**
 * An account was taken back by its owner or an operator: what was given out in its name before, such as links and jobs under
 * way, ends. Its sessions and API keys end by facts of their own.
 */
export const UserEvicted = fact('auth.user.evicted', Type.Object({ user_id: Uuid }))

/** Access tokens of this session are refused from now on, everywhere. */
export const SessionEnded = fact(
  'auth.session.ended',
  Type.Object({
    session_id: Uuid,
    user_id: Uuid,
    reason: Type.String(),
    /** The last of its access tokens has expired by then: after that the end of the session need not be remembered. */
    tokens_until: Type.Optional(instant),
  }),
)

/** Public signing keys, RFC 7517. Services keep them and request them again when a token names one they lack. */
export const PublicKeys = busRequest('ask.auth.public-keys', {
  request: Type.Object({}),
  result: Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown())) }),
  deadlineMs: 3_000,
})

/**
 * Turns an API key into an access token of its owner, limited to the key's scopes. The gateway exchanges it at the
 * edge, so that there is only one kind of credential behind it. The token's session is the key's: revoking
 * the key ends it (SessionEnded) like any other. Raises INVALID_TOKEN for a key that is unknown, expired or
 * revoked, or whose owner is disabled.
 */
export const ApiKeyExchange = busRequest('ask.auth.api-key-exchange', {
  request: Type.Object({ key: Type.String({ maxLength: 256 }) }),
  result: Type.Object({ access_token: Type.String(), expires_in: Type.Integer({ description: 'Seconds.' }) }),
  deadlineMs: 3_000,
})

/**
 * Whether an account may act now, and where letters to it go; null for one that does not exist. For what outlives a token, such
 * as a link: its right is looked at when it is used.
 */
export const AccountStanding = busRequest('ask.auth.account-standing', {
  request: Type.Object({ user_id: Uuid }),
  result: Type.Object({
    account: Nullable(
      Type.Object({
        status: Type.Enum(['active', 'disabled']),
        role: Type.Enum(['user', 'admin']),
        email: Nullable(Type.String(), { description: 'The address of the account.' }),
      }),
    ),
  }),
  deadlineMs: 3_000,
})
