import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import type { Test } from '@lingzhi/testing/test-servers'
import { noTracing } from '@lingzhi/tracing/no-tracing'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { openDeps } from './deps.ts'
import { listenForFacts } from './listen.ts'

/** The service as it runs, on infrastructure of the test's own: opened and closed in main's order. */
export async function startTestApp(
  t: Test,
  { natsUrl, ...overrides }: Partial<Config> & { natsUrl?: string } = {},
) {
  const { db, settings } = await testDatabase<Database>(t, `${import.meta.dirname}/../migrations`)
  const { bus, settings: busSettings } = await testBus(t, natsUrl)
  const identity = await testIdentity(t, bus)
  // Once set, it does not move.
  const clock: { now: Date | undefined } = { now: undefined }
  const config: Config = {
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    METRICS_HOST: '127.0.0.1',
    ...noTracing,
    TIMEZONE: 'Asia/Shanghai',
    EXPORT_LINK_SECRET: 'a secret of the tests alone',
    EXPORT_LINK_HOURS: 24,
    PUBLIC_URL: '',
    EXPORT_WORKERS: 2,
    EXPORT_PART_BYTES: 3_000,
    EXPORT_LEASE_MS: 1_000,
    EXPORT_JOBS_AT_ONCE: 3,
    EXPORT_JOBS_PER_DAY: 50,
    EXPORT_USER_MAX_BYTES: 500 * 1024 ** 2,
    EXPORT_LETTERS_PER_DAY: 20,
    EXPORT_LETTERS_TO_ANYBODY: false,
    EXPORT_DOWNLOADS_MAX: 100,
    IMPORT_WORKERS: 1,
    IMPORT_MAX_BYTES: 32 * 1024 ** 2,
    IMPORT_UNPACKED_MAX_BYTES: 128 * 1024 ** 2,
    IMPORT_USER_MAX_BYTES: 40 * 1024 ** 2,
    IMPORT_STORE_MAX_BYTES: 48 * 1024 ** 2,
    IMPORT_KEEP_HOURS: 24,
    IMPORT_JOBS_AT_ONCE: 3,
    IMPORT_JOBS_PER_DAY: 50,
    IMPORT_UPLOADS_MAX: 8,
    EXPORT_READER_MIN_BYTES_PER_S: 32_768,
    RATE_LIMIT_FACTOR: 1,
    EXPORT_STORE_MAX_BYTES: 64 * 1024 ** 2,
    EXPORT_KEEP_DAYS: 7,
    EXPORT_S3_REGION: 'us-east-1',
    SMTP_PORT: 587,
    SMTP_SECURE: false,
    SMTP_FROM: 'Lingzhi <no-reply@localhost>',
    ...settings,
    ...busSettings,
    ...overrides,
  }
  const service = new AsyncDisposableStack()
  t.teardown(() => service.disposeAsync())
  const deps = await openDeps(config, silentLog, { now: () => clock.now ?? new Date() })
  service.defer(deps.close)
  for (const consumption of await listenForFacts(deps)) service.defer(consumption.close)
  const app = await createApp(config, deps)
  service.defer(() => app.close())
  return { app, config, deps, db, bus, store: deps.store, identity, clock, settings, busSettings }
}
