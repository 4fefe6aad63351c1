import { busSettings } from '@lingzhi/bus/settings'
import { databaseSettings } from '@lingzhi/db/settings'
import { limitSettings, listenSettings } from '@lingzhi/http/settings'
import { accessTokenMaxMs } from '@lingzhi/identity/access-token-max'
import { publicUrlSetting } from '@lingzhi/mail/public-url'
import { mailSettings } from '@lingzhi/mail/settings'
import { timeZoneSettings } from '@lingzhi/runtime/settings'
import type { Static } from 'typebox'
import { Type } from 'typebox'

/** What the commands (admin.ts, rotate-keys.ts) need too. */
export const storeSettings = {
  ...databaseSettings,
  AUTH_ENCRYPTION_KEY: Type.String({
    pattern: '^[A-Za-z0-9+/]{43}=$',
    rule: {
      zh: '必须是 base64 写法的 32 个字节，可用 openssl rand -base64 32 生成',
      en: 'must be 32 bytes in base64, as openssl rand -base64 32 prints them',
    },
    secret: true,
    description:
      '32 random bytes in base64 (`openssl rand -base64 32`), the same on every replica. Seals the signing keys in the database and derives the refresh tokens, so that the database alone is worth nothing to a thief. A new one signs everybody out.',
  }),
  PASSWORD_HASHES_AT_ONCE: Type.Integer({
    minimum: 1,
    maximum: 64,
    default: 2,
    description:
      "Password hashes computed at once; the rest of libuv's four threads stay free for everything else.",
  }),
}

/** What admin.ts reads, and so all that it is given. */
export const AdminConfig = Type.Object({
  ...storeSettings,
  ADMIN_USERNAME: Type.String({ default: 'admin', maxLength: 64 }),
  ADMIN_PASSWORD: Type.Optional(Type.String({ minLength: 8, maxLength: 1_024 })),
})

export const Config = Type.Object({
  ...listenSettings,
  ...storeSettings,
  ...busSettings,
  ...limitSettings,
  ...timeZoneSettings,
  GUESTS_ALLOWED: Type.Boolean({ default: true, description: 'Whether callers without a token may chat.' }),
  ADMIN_USERNAME: Type.Optional(
    Type.String({
      maxLength: 64,
      description:
        'The first administrator, created at start when there is no such user; an existing one is left alone.',
    }),
  ),
  ADMIN_PASSWORD: Type.Optional(
    Type.String({ maxLength: 1_024, secret: true, description: "The first administrator's password." }),
  ),
  ACCESS_TOKEN_TTL_S: Type.Integer({
    minimum: 30,
    maximum: accessTokenMaxMs / 1_000,
    default: 900,
    description: 'Life of an access token, in seconds.',
  }),
  LEGACY_TOKEN_TTL_S: Type.Optional(
    Type.Integer({
      minimum: 30,
      maximum: accessTokenMaxMs / 1_000,
      description:
        'Life of the member `token` that logging in and registering return, in seconds, for front ends that know no refresh: 86400 is the 24 hours of older systems. Without it, `token` is the access token. Administrators always get the short one.',
    }),
  ),
  REFRESH_TOKEN_TTL_DAYS: Type.Integer({
    minimum: 1,
    maximum: 365,
    default: 30,
    description: 'A session ends when it is not refreshed for this many days.',
  }),
  SESSION_MAX_DAYS: Type.Integer({
    minimum: 1,
    maximum: 3_650,
    default: 180,
    description: 'A session ends after this many days in any case.',
  }),
  SESSIONS_PER_USER_MAX: Type.Integer({
    minimum: 1,
    maximum: 10_000,
    default: 100,
    description: 'Sessions a user may have at once; one more ends the one unused for longest.',
  }),
  SIGNING_KEY_DAYS: Type.Integer({
    minimum: 1,
    maximum: 3_650,
    default: 30,
    description: 'A signing key is replaced after this many days.',
  }),
  LOGIN_FAILURES_PER_ACCOUNT: Type.Integer({
    minimum: 1,
    default: 5,
    description: 'Failed logins within 15 minutes after which an account has to wait.',
  }),
  LOGIN_FAILURES_PER_ADDRESS: Type.Integer({
    minimum: 1,
    default: 50,
    description: 'Failed logins within 15 minutes after which a network address has to wait.',
  }),
  REGISTRATION: Type.Enum(['open', 'invitation', 'closed'], {
    default: 'open',
    description:
      'Who may register: everybody, who has an invitation of an administrator (`POST /api/admin/invitations`), or nobody.',
  }),
  EMAIL_CONFIRMATION: Type.Boolean({
    default: true,
    description:
      'Where mail can be sent, an e-mail address counts for logging in and recovery only once its link was opened. False: at once, as without a mail server.',
  }),
  REGISTRATIONS_PER_HOUR: Type.Integer({
    minimum: 1,
    default: 20,
    description:
      'Registrations an hour from one network (IPv6: a /64, and four times as many from a /48), times RATE_LIMIT_FACTOR; this machine itself is not counted.',
  }),
  ADMIN_SECOND_FACTOR: Type.Boolean({
    default: false,
    description:
      'Administrators need a second factor: until one has set it up, its tokens are those of an ordinary user.',
  }),
  ...publicUrlSetting,
  ...mailSettings,
  AUDIT_DAYS: Type.Integer({ minimum: 1, default: 365, description: 'Days an audit entry is kept.' }),
})
export type Config = Static<typeof Config>
