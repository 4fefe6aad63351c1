import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import type { TestUser } from '@lingzhi/testing/test-identity'
import { testIdentity } from '@lingzhi/testing/test-identity'
import type { Test } from '@lingzhi/testing/test-servers'
import { noTracing } from '@lingzhi/tracing/no-tracing'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import type { Given } from './deps.ts'
import { openDeps } from './deps.ts'
import { listenForFacts } from './listen.ts'
import { serveRequests } from './serve.ts'

interface Options extends Partial<Config> {
  given?: Given
}

/** The service as it runs, on infrastructure of the test's own, with a signed-in user: opened and closed in main's order. */
export async function startTestApp(t: Test, { given = {}, ...overrides }: Options = {}) {
  const { db, settings } = await testDatabase<Database>(t, `${import.meta.dirname}/../migrations`)
  const { bus, settings: busSettings } = await testBus(t)
  const identity = await testIdentity(t, bus)
  // Once set, it does not move.
  const clock: { now: Date | undefined } = { now: undefined }
  const config: Config = {
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    METRICS_HOST: '127.0.0.1',
    ...noTracing,
    TUTOR_GUIDANCE: 'answer',
    TIMEZONE: 'Asia/Shanghai',
    HOMEWORK_MISTAKE_BELOW: 70,
    LEARNING_USER_BYTES: 100 * 1024 ** 2,
    HOMEWORK_KEEP_DAYS: 365,
    ...settings,
    ...busSettings,
    ...overrides,
  }
  const service = new AsyncDisposableStack()
  t.teardown(() => service.disposeAsync())
  const deps = await openDeps(config, silentLog, { now: () => clock.now ?? new Date(), ...given })
  service.defer(deps.close)
  for (const consumption of await listenForFacts(deps, config)) service.defer(consumption.close)
  for (const serving of serveRequests(deps)) service.defer(serving.close)
  const app = await createApp(config, deps)
  service.defer(() => app.close())
  const user = await identity.user()

  const call = (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    { body, headers, as = user }: { body?: object; headers?: object; as?: TestUser | null } = {},
  ) => app.inject({ method, url, headers: { ...as?.headers, ...headers }, ...(body && { payload: body }) })
  return { app, config, deps, db, bus, identity, clock, user, call }
}
