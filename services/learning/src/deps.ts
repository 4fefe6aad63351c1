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
import type { Config } from './config.ts'
import type { Database, Db } from './database.ts'
import type { Space } from './space.ts'
import { openSpace } from './space.ts'

export interface Deps {
  db: Db
  bus: Bus
  outbox: OutboxRelay
  verifier: Verifier
  log: Logger
  /** The clock, so that tests can let time pass by hand. */
  now: () => Date
  space: Space
  /** Closes everything opened here, in reverse order. Idempotent. */
  close: () => Promise<void>
}

/** Dependencies that the caller provides, such as a test's clock: neither opened nor closed here. */
export type Given = Partial<Omit<Deps, 'log' | 'space' | 'close'>>

/** Opens what the service works with. When something cannot be opened, what was opened before it is closed. */
export async function openDeps(config: Config, log: Logger, given: Given = {}): Promise<Deps> {
  await using opened = new AsyncDisposableStack()
  const db = given.db ?? opened.adopt(openDb<Database>(config, log), (db) => db.destroy())
  const bus = given.bus ?? opened.adopt(await openBus(config, 'learning', log), (bus) => bus.close())
  await ensureFactStreams(bus, factStreams)
  const outbox = given.outbox ?? opened.adopt(relayOutbox(bus, db), (outbox) => outbox.close())
  const verifier = given.verifier ?? opened.adopt(await openVerifier(bus), (verifier) => verifier.close())
  const now = given.now ?? (() => new Date())
  const space = openSpace(db, now, config)
  const closing = opened.move()
  return { db, bus, outbox, verifier, log, now, space, close: () => closing.disposeAsync() }
}
