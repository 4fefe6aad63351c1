import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import type { OutboxRelay } from '@lingzhi/bus/outbox'
import { relayOutbox } from '@lingzhi/bus/outbox'
import { ensureWorkQueue } from '@lingzhi/bus/work-queue'
import type { Cache } from '@lingzhi/cache/open-redis'
import { closeRedis, openRedis } from '@lingzhi/cache/open-redis'
import { factStreams } from '@lingzhi/contracts/streams'
import type { Bulk } from '@lingzhi/db/copy-in'
import { openBulk } from '@lingzhi/db/copy-in'
import type { Copies } from '@lingzhi/db/copy-out'
import { openCopies } from '@lingzhi/db/copy-out'
import { openDb } from '@lingzhi/db/open-db'
import type { Verifier } from '@lingzhi/identity/open-verifier'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import type { Generate } from '@lingzhi/model-client/calling/generate'
import { createGenerate } from '@lingzhi/model-client/calling/generate'
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
import type { Scenarios } from './scenarios/open-scenarios.ts'
import { openScenarios } from './scenarios/open-scenarios.ts'
import type { Tools } from './tools/open-tools.ts'
import { openTools } from './tools/open-tools.ts'

export interface Deps {
  db: Db
  /** Reads pages of exports. */
  copies: Copies
  /** Stores batches of imports. */
  bulk: Bulk<Database>
  exportBrake: ExportBrake
  /** Most that one user's imported conversations may take. */
  importedMaxBytes: number
  bus: Bus
  cache: Cache
  outbox: OutboxRelay
  verifier: Verifier
  generate: Generate
  filters: Filters
  scenarios: Scenarios
  tools: Tools
  live: LiveFeeds
  log: Logger
  /** The clock, which tests set by hand. */
  now: () => Date
  /** Closes everything opened here, in reverse order. Idempotent. */
  close: () => Promise<void>
}

/** What the caller provides, such as a test's clock: used as it is, and neither opened nor closed here. */
export interface Given extends Partial<Omit<Deps, 'log' | 'close'>> {
  /** Holds the providers' keys, under the names in the list of providers. Nothing else is read from it. */
  env?: NodeJS.ProcessEnv
}

/** The brake lets one page through at a time, so that the database serves people first. */
const copiesMax = 1
/** For the same reason. */
const bulkMax = 1

/** Opens what the service needs. If something cannot be opened, everything opened before it is closed. */
export async function openDeps(config: Config, log: Logger, given: Given = {}): Promise<Deps> {
  await using opened = new AsyncDisposableStack()
  const db = given.db ?? opened.adopt(openDb<Database>(config, log), (db) => db.destroy())
  const copies = given.copies ?? opened.adopt(openCopies(config, copiesMax, log), (copies) => copies.close())
  const bulk = given.bulk ?? opened.adopt(openBulk<Database>(config, bulkMax, log), (bulk) => bulk.close())
  const cache = given.cache ?? opened.adopt(openRedis(config, log), closeRedis)
  const generate =
    given.generate ??
    opened.adopt(
      createGenerate(config, log, { cache, env: given.env ?? {} }),
      async (generate) => void (await generate.close()),
    )
  const bus = given.bus ?? opened.adopt(await openBus(config, 'chat', log), (bus) => bus.close())
  await ensureFactStreams(bus, factStreams)
  await ensureWorkQueue(bus, replyQueue(config))
  const outbox = given.outbox ?? opened.adopt(relayOutbox(bus, db), (outbox) => outbox.close())
  const verifier = given.verifier ?? opened.adopt(await openVerifier(bus), (verifier) => verifier.close())
  const deps = {
    db,
    copies,
    bulk,
    exportBrake: given.exportBrake ?? createExportBrake(),
    importedMaxBytes: config.IMPORTED_USER_MAX_BYTES,
    bus,
    cache,
    outbox,
    verifier,
    generate,
    filters: given.filters ?? openFilters(db, config),
    scenarios: given.scenarios ?? openScenarios(db),
    tools: given.tools ?? openTools(db),
    live: given.live ?? openLiveFeeds(bus, config.READER_BUFFER_CHARS),
    log,
    now: given.now ?? (() => new Date()),
  }
  // Last: whatever throws above closes what was opened.
  const closing = opened.move()
  return { ...deps, close: () => closing.disposeAsync() }
}
