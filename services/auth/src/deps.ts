import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import type { OutboxRelay } from '@lingzhi/bus/outbox'
import { relayOutbox } from '@lingzhi/bus/outbox'
import { factStreams } from '@lingzhi/contracts/streams'
import { openDb } from '@lingzhi/db/open-db'
import type { Verifier } from '@lingzhi/identity/open-verifier'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import type { Logger } from '@lingzhi/runtime/logger'
import type { Brake } from './attempts/brake.ts'
import { createBrake } from './attempts/brake.ts'
import type { Config } from './config.ts'
import type { Database, Db } from './database.ts'
import type { Passwords } from './passwords/open-passwords.ts'
import { openPasswords } from './passwords/open-passwords.ts'
import type { Background } from './resets/background.ts'
import { createBackground } from './resets/background.ts'
import type { Mailer } from './resets/mailer.ts'
import { openMailer } from './resets/mailer.ts'
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
  brake: Brake
  keyring: Keyring
  tokens: TokenIssuer
  /** Null without SMTP settings. */
  mailer: Mailer | null
  background: Background
  log: Logger
  /** The clock, so that tests can let time pass by hand. */
  now: () => Date
  /** Closes everything opened here, in reverse order. */
  close: () => Promise<void>
}

export async function openDeps(config: Config, log: Logger, now = () => new Date()): Promise<Deps> {
  const db = openDb<Database>(config, log)
  const bus = await openBus(config, 'auth', log)
  await ensureFactStreams(bus, factStreams)
  const passwords = await openPasswords(config.PASSWORD_HASHES_AT_ONCE)
  const keyring = await openKeyring({ db, log, now }, config.AUTH_ENCRYPTION_KEY)
  const tokens = createTokenIssuer({ keyring, now }, config)
  const mailer = openMailer(config)
  if (!mailer) log.info('SMTP_HOST is not set: no password reset by e-mail')
  const background = createBackground(log)
  const outbox = relayOutbox(bus, db)
  const verifier = await openVerifier(bus, { readKeys: () => readPublicKeys(db) })
  return {
    db,
    bus,
    outbox,
    verifier,
    passwords,
    brake: createBrake({ db, log, now }, config),
    keyring,
    tokens,
    mailer,
    background,
    log,
    now,
    close: async () => {
      await background.close()
      mailer?.close()
      await verifier.close()
      await outbox.close()
      await keyring.close()
      await bus.close()
      await db.destroy()
    },
  }
}
