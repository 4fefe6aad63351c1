import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/open-db'
import { listenSettings } from '@lingzhi/http/settings'
import { accessTokenMaxMs } from '@lingzhi/identity/ended-sessions'
import { mailSettings } from '@lingzhi/mail/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'

/** What the commands (admin.ts, rotate-keys.ts) need too. */
export const storeSettings = {
  ...databaseSettings,
  /**
   * 32 random bytes in base64 (`openssl rand -base64 32`). Seals the signing keys in the database and derives
   * the refresh tokens: the database alone is worth nothing to a thief. A new one signs everybody out.
   */
  AUTH_ENCRYPTION_KEY: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }),
  /** Password hashes computed at once; the rest of libuv's four threads stay free for everything else. */
  PASSWORD_HASHES_AT_ONCE: Type.Integer({ minimum: 1, maximum: 64, default: 2 }),
}

export const Config = Type.Object({
  ...listenSettings,
  ...storeSettings,
  ...busSettings,
  /** The first administrator, created at start when there is no such user; an existing one is left alone. */
  ADMIN_USERNAME: Type.Optional(Type.String({ maxLength: 64 })),
  ADMIN_PASSWORD: Type.Optional(Type.String({ maxLength: 1_024 })),
  /** Life of an access token, in seconds. */
  ACCESS_TOKEN_TTL_S: Type.Integer({ minimum: 30, maximum: accessTokenMaxMs / 1_000, default: 900 }),
  /** A session ends when it is not refreshed for this many days, and in any case after SESSION_MAX_DAYS. */
  REFRESH_TOKEN_TTL_DAYS: Type.Integer({ minimum: 1, maximum: 365, default: 30 }),
  SESSION_MAX_DAYS: Type.Integer({ minimum: 1, maximum: 3_650, default: 180 }),
  /** Sessions a user may have at once: one more ends the one unused for longest. */
  SESSIONS_PER_USER_MAX: Type.Integer({ minimum: 1, maximum: 10_000, default: 100 }),
  /** A signing key is replaced after this many days. */
  SIGNING_KEY_DAYS: Type.Integer({ minimum: 1, maximum: 3_650, default: 30 }),
  /** Failures within 15 minutes after which an account, or an address, has to wait. */
  LOGIN_FAILURES_PER_ACCOUNT: Type.Integer({ minimum: 1, default: 5 }),
  LOGIN_FAILURES_PER_ADDRESS: Type.Integer({ minimum: 1, default: 50 }),
  /** Where people reach the platform: in links sent by e-mail; https makes the refresh cookie Secure. */
  PUBLIC_URL: Type.String({ pattern: '^https?://[^/]+', default: 'http://127.0.0.1:8080' }),
  /** For password resets, which need it. */
  ...mailSettings,
  /** The audit log forgets after this many days. */
  AUDIT_DAYS: Type.Integer({ minimum: 1, default: 365 }),
})
export type Config = Static<typeof Config>
