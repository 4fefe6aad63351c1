import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import { factStreams } from '@lingzhi/contracts/streams'
import { openDb } from '@lingzhi/db/open-db'
import type { Verifier } from '@lingzhi/identity/open-verifier'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import type { Logger } from '@lingzhi/runtime/logger'
import type { Config } from './config.ts'
import type { Database, Db } from './database.ts'

export interface Deps {
  db: Db
  bus: Bus
  verifier: Verifier
  log: Logger
  now: () => Date
  /** Closes everything opened here, in reverse order. */
  close: () => Promise<void>
}

export async function openDeps(config: Config, log: Logger): Promise<Deps> {
  const db = openDb<Database>(config, log)
  const bus = await openBus(config, 'export', log)
  await ensureFactStreams(bus, factStreams)
  const verifier = await openVerifier(bus)
  return {
    db,
    bus,
    verifier,
    log,
    now: () => new Date(),
    close: async () => {
      await verifier.close()
      await bus.close()
      await db.destroy()
    },
  }
}
