import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import type { OutboxRelay } from '@lingzhi/bus/outbox'
import { relayOutbox } from '@lingzhi/bus/outbox'
import { ensureWorkQueue } from '@lingzhi/bus/work-queue'
import { factStreams } from '@lingzhi/contracts/streams'
import { openDb } from '@lingzhi/db/open-db'
import type { Verifier } from '@lingzhi/identity/open-verifier'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import type { Mailer } from '@lingzhi/mail/open-mailer'
import { openMailer } from '@lingzhi/mail/open-mailer'
import { warnOfLocalLinks } from '@lingzhi/mail/public-url'
import type { ObjectStore } from '@lingzhi/objects/object-store'
import { openStore } from '@lingzhi/objects/open-store'
import type { Logger } from '@lingzhi/runtime/logger'
import type { Config } from './config.ts'
import type { Database, Db } from './database.ts'
import { importQueue } from './imports/jobs/import-queue.ts'
import { exportQueue } from './jobs/queue.ts'

/** No request waits for a notice. */
const mailMaxMs = 10_000

export interface Deps {
  db: Db
  bus: Bus
  /** Where the parts of files live. */
  store: ObjectStore
  outbox: OutboxRelay
  verifier: Verifier
  /** Null without SMTP settings. */
  mailer: Mailer | null
  log: Logger
  /** The clock, so that tests can let files expire by hand. */
  now: () => Date
  /** Closes everything opened here, in reverse order. Idempotent. */
  close: () => Promise<void>
}

/** Dependencies that the caller provides, such as a test's clock: neither opened nor closed here. */
export type Given = Partial<Omit<Deps, 'log' | 'close'>>

/** Opens what the service works with. When something cannot be opened, what was opened before it is closed. */
export async function openDeps(config: Config, log: Logger, given: Given = {}): Promise<Deps> {
  await using opened = new AsyncDisposableStack()
  const db = given.db ?? opened.adopt(openDb<Database>(config, log), (db) => db.destroy())
  const bus = given.bus ?? opened.adopt(await openBus(config, 'export', log), (bus) => bus.close())
  await ensureFactStreams(bus, factStreams)
  await ensureWorkQueue(bus, exportQueue)
  await ensureWorkQueue(bus, importQueue)
  const store =
    given.store ??
    openStore(bus, 'EXPORT', config, { bucket: 'exports', keepDays: config.EXPORT_KEEP_DAYS + 1 })
  const outbox = given.outbox ?? opened.adopt(relayOutbox(bus, db), (outbox) => outbox.close())
  const verifier = given.verifier ?? opened.adopt(await openVerifier(bus), (verifier) => verifier.close())
  const mailer = given.mailer ?? opened.adopt(openMailer(config, mailMaxMs), (mailer) => mailer?.close())
  warnOfLocalLinks(config, log)
  const now = given.now ?? (() => new Date())
  const closing = opened.move()
  return { db, bus, store, outbox, verifier, mailer, log, now, close: () => closing.disposeAsync() }
}
