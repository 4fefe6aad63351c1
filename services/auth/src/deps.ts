import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import type { OutboxRelay } from '@lingzhi/bus/outbox'
import { relayOutbox } from '@lingzhi/bus/outbox'
import { factStreams } from '@lingzhi/contracts/streams'
import { openDb } from '@lingzhi/db/open-db'
import { requireDb } from '@lingzhi/db/require-db'
import type { Verifier } from '@lingzhi/identity/open-verifier'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import type { Mailer } from '@lingzhi/mail/open-mailer'
import { openMailer } from '@lingzhi/mail/open-mailer'
import { warnOfLocalLinks } from '@lingzhi/mail/public-url'
import type { Logger } from '@lingzhi/runtime/logger'
import type { AttemptLimit } from './attempts/attempt-limit.ts'
import { createAttemptLimit } from './attempts/attempt-limit.ts'
import type { HourlyLimit } from './attempts/hourly-limit.ts'
import { createHourlyLimit } from './attempts/hourly-limit.ts'
import type { Config } from './config.ts'
import type { Database, Db } from './database.ts'
import type { Passwords } from './passwords/open-passwords.ts'
import { openPasswords } from './passwords/open-passwords.ts'
import type { Background } from './resets/background.ts'
import { createBackground } from './resets/background.ts'
import type { Totp } from './second-factor/totp.ts'
import { createTotp } from './second-factor/totp.ts'
import type { Keyring } from './tokens/keyring.ts'
import { openKeyring } from './tokens/keyring.ts'
import { readPublicKeys } from './tokens/signing-keys.queries.ts'
import type { TokenIssuer } from './tokens/token-issuer.ts'
import { createTokenIssuer } from './tokens/token-issuer.ts'

export interface Deps {
  db: Db
  bus: Bus
  outbox: OutboxRelay
  verifier: Verifier
  passwords: Passwords
  attemptLimit: AttemptLimit
  hourly: HourlyLimit
  keyring: Keyring
  tokens: TokenIssuer
  totp: Totp
  /** Null without SMTP settings. */
  mailer: Mailer | null
  background: Background
  log: Logger
  /** The clock, so that tests can let time pass by hand. */
  now: () => Date
  /** Closes everything opened here, in reverse order. Idempotent. */
  close: () => Promise<void>
}

/** Dependencies that the caller provides, such as a test's clock: neither opened nor closed here. */
export type Given = Partial<Omit<Deps, 'log' | 'close'>>

/** Opens what the service works with. When something cannot be opened, what was opened before it is closed. */
export async function openDeps(config: Config, log: Logger, given: Given = {}): Promise<Deps> {
  await using opened = new AsyncDisposableStack()
  const now = given.now ?? (() => new Date())
  const db = given.db ?? opened.adopt(openDb<Database>(config, log), (db) => db.destroy())
  await requireDb(db, config)
  const bus = given.bus ?? opened.adopt(await openBus(config, 'auth', log), (bus) => bus.close())
  await ensureFactStreams(bus, factStreams)
  const passwords = given.passwords ?? (await openPasswords(config.PASSWORD_HASHES_AT_ONCE))
  const keyring =
    given.keyring ??
    opened.adopt(await openKeyring({ db, log, now }, config.AUTH_ENCRYPTION_KEY), (keyring) =>
      keyring.close(),
    )
  const outbox = given.outbox ?? opened.adopt(relayOutbox(bus, db), (outbox) => outbox.close())
  const verifier =
    given.verifier ??
    opened.adopt(await openVerifier(bus, { readKeys: () => readPublicKeys(db) }), (verifier) =>
      verifier.close(),
    )
  const mailer = given.mailer ?? opened.adopt(openMailer(config), (mailer) => mailer?.close())
  warnOfLocalLinks(config, log)
  if (!mailer) log.info('SMTP_HOST is not set: no password reset by e-mail, and addresses are not confirmed')
  const background =
    given.background ?? opened.adopt(createBackground(log), (background) => background.close())
  const deps = {
    db,
    bus,
    outbox,
    verifier,
    passwords,
    attemptLimit: given.attemptLimit ?? createAttemptLimit({ db, log, now }, config),
    hourly: given.hourly ?? createHourlyLimit({ db, now }, config),
    keyring,
    tokens: given.tokens ?? createTokenIssuer({ keyring, now }, config),
    totp: given.totp ?? createTotp(config),
    mailer,
    background,
    log,
    now,
  }
  // Last: whatever throws above closes what was opened.
  const closing = opened.move()
  return { ...deps, close: () => closing.disposeAsync() }
}
