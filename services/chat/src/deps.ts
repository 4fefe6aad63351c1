import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import type { OutboxRelay } from '@lingzhi/bus/outbox'
import { relayOutbox } from '@lingzhi/bus/outbox'
import { ensureWorkQueue } from '@lingzhi/bus/work-queue'
import type { Cache } from '@lingzhi/cache/open-redis'
import { closeRedis, openRedis } from '@lingzhi/cache/open-redis'
import { factStreams } from '@lingzhi/contracts/streams'
import type { Copies } from '@lingzhi/db/copy-out'
import { openCopies } from '@lingzhi/db/copy-out'
import { openDb } from '@lingzhi/db/open-db'
import type { Verifier } from '@lingzhi/identity/open-verifier'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import type { Generate } from '@lingzhi/model-client/generate'
import { createGenerate } from '@lingzhi/model-client/generate'
import type { Logger } from '@lingzhi/runtime/logger'
import type { Config } from './config.ts'
import type { Database, Db } from './database.ts'
import type { ExportBrake } from './export-lines/export-brake.ts'
import { createExportBrake } from './export-lines/export-brake.ts'
import type { Filters } from './filters/open-filters.ts'
import { openFilters } from './filters/open-filters.ts'
import { replyQueue } from './generating/reply-queue.ts'
import type { LiveFeeds } from './reading/live-feed.ts'
import { openLiveFeeds } from './reading/live-feed.ts'

export interface Deps {
  db: Db
  /** Reads pages of exports. */
  copies: Copies
  exportBrake: ExportBrake
  bus: Bus
  cache: Cache
  outbox: OutboxRelay
  verifier: Verifier
  generate: Generate
  filters: Filters
  live: LiveFeeds
  log: Logger
  /** The clock, so that tests can let days pass by hand. */
  now: () => Date
  /** Closes everything opened here, in reverse order. */
  close: () => Promise<void>
}

/** The brake lets one page through at a time: more would only take the database from people who wait. */
export const copiesMax = 1

/** `env` is asked only for the providers' keys, whose names the list of providers holds. */
export async function openDeps(config: Config, log: Logger, env: NodeJS.ProcessEnv): Promise<Deps> {
  const db = openDb<Database>(config, log)
  const copies = openCopies(config, copiesMax, log)
  const cache = openRedis(config.REDIS_URL, log, config.REDIS_PREFIX)
  const generate = createGenerate(config, log, { cache, env })
  const bus = await openBus(config, 'chat', log)
  await ensureFactStreams(bus, factStreams)
  await ensureWorkQueue(bus, replyQueue(config))
  const outbox = relayOutbox(bus, db)
  const verifier = await openVerifier(bus)
  return {
    db,
    copies,
    exportBrake: createExportBrake(),
    bus,
    cache,
    outbox,
    verifier,
    generate,
    filters: openFilters(db, config),
    live: openLiveFeeds(bus, config.READER_BUFFER_CHARS),
    log,
    now: () => new Date(),
    close: async () => {
      await verifier.close()
      await outbox.close()
      await bus.close()
      await generate.close()
      await closeRedis(cache)
      await copies.close()
      await db.destroy()
    },
  }
}
