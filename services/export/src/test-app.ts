import { openVerifier } from '@lingzhi/identity/open-verifier'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import type { Test } from '@lingzhi/testing/test-servers'
import { createApp } from './app.ts'
import type { Database } from './database.ts'
import type { Deps } from './deps.ts'
import { listenForFacts } from './listen.ts'

/** The service as it runs, on infrastructure of the test's own. */
export async function startTestApp(
  t: Test,
  { at = '2026-03-01T04:00:00Z', natsUrl }: { at?: string; natsUrl?: string } = {},
) {
  const { db, settings } = await testDatabase<Database>(t, new URL('../migrations', import.meta.url).pathname)
  const { bus, settings: busSettings } = await testBus(t, natsUrl)
  const identity = await testIdentity(t, bus)
  const clock = { now: new Date(at) }
  const verifier = await openVerifier(bus)
  const deps: Deps = { db, bus, verifier, log: silentLog, now: () => clock.now, close: async () => {} }
  const config = {
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    EXPORT_TIMEZONE: 'Asia/Shanghai',
    ...settings,
    ...busSettings,
  }
  const app = await createApp(config, deps)
  const consumptions = await listenForFacts(deps)
  t.teardown(async () => {
    await app.close()
    for (const consumption of consumptions) await consumption.close()
    await verifier.close()
  })
  return { app, db, bus, identity, clock }
}
