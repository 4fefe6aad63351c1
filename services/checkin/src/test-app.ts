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

export const migrations = `${import.meta.dirname}/../migrations`

/** The service as it runs, on infrastructure of the test's own, with a clock the test sets. */
export async function startTestApp(t: Test, given: Partial<Config> = {}) {
  const { db, settings } = await testDatabase<Database>(t, migrations)
  const { bus, settings: busSettings } = await testBus(t)
  const identity = await testIdentity(t, bus)
  const clock = { now: new Date('2026-03-01T04:00:00Z') }
  const config: Config = {
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    METRICS_HOST: '127.0.0.1',
    ...noTracing,
    TIMEZONE: 'Asia/Shanghai',
    CHECKIN_REWARDS: '1,2,3,5,8,13,21,34',
    REGISTRATION_BONUS: 0,
    ...settings,
    ...busSettings,
    ...given,
  }

  /** One more replica on the same database and bus: opened and closed in main's order. */
  const startReplica = async () => {
    const service = new AsyncDisposableStack()
    t.teardown(() => service.disposeAsync())
    const deps = await openDeps(config, silentLog, { now: () => clock.now })
    service.defer(deps.close)
    for (const consumption of await listenForFacts(deps, config)) service.defer(consumption.close)
    const app = await createApp(config, deps)
    service.defer(() => app.close())
    return app
  }
  return { app: await startReplica(), startReplica, db, bus, identity, clock, config }
}
