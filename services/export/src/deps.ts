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
import type { Logger } from '@lingzhi/runtime/logger'
import type { Config } from './config.ts'
import type { Database, Db } from './database.ts'
import type { FileStore } from './files/file-store.ts'
import { openFileStore } from './files/open-file-store.ts'
import { exportQueue } from './jobs/queue.ts'

export interface Deps {
  db: Db
  bus: Bus
  /** Where the parts of files live. */
  store: FileStore
  outbox: OutboxRelay
  verifier: Verifier
  log: Logger
  /** The clock, so that tests can let files expire by hand. */
  now: () => Date
  /** Closes everything opened here, in reverse order. */
  close: () => Promise<void>
}

export async function openDeps(config: Config, log: Logger): Promise<Deps> {
  const db = openDb<Database>(config, log)
  const bus = await openBus(config, 'export', log)
  await ensureFactStreams(bus, factStreams)
  await ensureWorkQueue(bus, exportQueue)
  const store = openFileStore(bus, config)
  const outbox = relayOutbox(bus, db)
  const verifier = await openVerifier(bus)
  return {
    db,
    bus,
    store,
    outbox,
    verifier,
    log,
    now: () => new Date(),
    close: async () => {
      await verifier.close()
      await outbox.close()
      await bus.close()
      await db.destroy()
    },
  }
}
