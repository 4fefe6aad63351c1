import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@lingzhi/bus/request'
import { ApiKeyExchange } from '@lingzhi/contracts/auth'
import { InvalidToken } from '@lingzhi/contracts/common-problems'
import type { UpstreamName } from '@lingzhi/contracts/services'
import { addressSetting, upstreamNames } from '@lingzhi/contracts/services'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import type { HealthChecks } from '@lingzhi/http/health'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testIdentity } from '@lingzhi/testing/test-identity'
import type { Test } from '@lingzhi/testing/test-servers'
import { noTracing } from '@lingzhi/tracing/no-tracing'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import type { Overrides } from './deps.ts'
import { openDeps } from './deps.ts'

export const urlOf = (app: App) => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`

/** A service behind the gateway: a real Fastify with the routes a test needs. */
export async function startUpstream(
  t: Test,
  routes: (app: App) => unknown = () => {},
  port = 0,
  checks: HealthChecks = { postgres: async () => {} },
): Promise<App> {
  const app = await createHttp({ log: silentLog, title: 'Upstream', checks })
  routes(app)
  await app.listen({ host: '127.0.0.1', port })
  t.teardown(() => app.close())
  return app
}

/** Returns what reached the service, under any path and method. */
export function echo(app: App): void {
  app.all('/*', async (request) => ({
    method: request.method,
    url: request.url,
    headers: request.headers,
    body: request.body ?? null,
  }))
}

/** What `echo` saw. */
export interface Seen {
  method: string
  url: string
  headers: Record<string, string>
  body: unknown
}
export const seenBy = async (response: Response): Promise<Seen> => (await response.json()) as Seen

type AddressSetting = ReturnType<typeof addressSetting<UpstreamName>>
type Addresses = Partial<Pick<Config, AddressSetting>>
/** The same address for every service. */
export const everyService = (url: string) =>
  Object.fromEntries(upstreamNames.map((name) => [addressSetting(name), url])) as Pick<Config, AddressSetting>

/** The shared part of several gateways: a bus and a cache of the test's own, and an issuer of tokens. */
export async function testPlatform(t: Test) {
  const { bus, settings: busSettings } = await testBus(t)
  const { cache, url, prefix } = await testCache(t)
  const identity = await testIdentity(t, bus)
  /** API keys and their access tokens. */
  const apiKeys = new Map<string, string>()
  let exchanges = 0
  const exchanging = serve(bus, ApiKeyExchange, async ({ key }) => {
    exchanges += 1
    const token = apiKeys.get(key)
    if (!token) throw InvalidToken()
    return { access_token: token, expires_in: 900 }
  })
  t.teardown(() => exchanging.close())

  const startGateway = async (
    addresses: Addresses,
    settings: Partial<Config> = {},
    overrides: Overrides = {},
    log = silentLog,
  ) => {
    const config: Config = {
      ...busSettings,
      HOST: '127.0.0.1',
      PORT: 0,
      PORT_SHARED: false,
      LOG_LEVEL: 'silent',
      METRICS_HOST: '127.0.0.1',
      ...noTracing,
      ...everyService('http://127.0.0.1:9'),
      REDIS_URL: url,
      REDIS_PREFIX: prefix,
      RATE_LIMIT_FACTOR: 1,
      TRUSTED_PROXIES: '',
      CORS_ORIGINS: '',
      IDEMPOTENCY_SECRET: '',
      SIGNING_SECRETS: '',
      SIGNING_USERS: '',
      SIGNING_REQUIRED: false,
      CONSOLE_DIR: '',
      BODY_MAX_BYTES: 100_000,
      HEADERS_MAX_BYTES: 16_384,
      HEADERS_TIMEOUT_MS: 10_000,
      REQUEST_TIMEOUT_MS: 30_000,
      SEND_TIMEOUT_MS: 60_000,
      EXPORT_READER_MIN_BYTES_PER_S: 32_768,
      UPSTREAM_TIMEOUT_MS: 20_000,
      LEAVE_NOTICE_MS: 0,
      CLOSE_MAX_MS: 2_000,
      CONNECTIONS_PER_ADDRESS_MAX: 1_000,
      ...addresses,
      ...settings,
    }
    // Each gateway as its own process would have it: connections and counters of its own.
    const deps = await openDeps(config, log, overrides)
    t.teardown(deps.close)
    if (config.REDIS_URL === url && deps.cache.status !== 'ready') await once(deps.cache, 'ready')
    const app = await createApp(config, deps)
    await app.listen({ host: '127.0.0.1', port: 0 })
    t.teardown(() => app.close())
    return { app, url: urlOf(app), services: deps.services }
  }
  return { bus, cache, identity, apiKeys, exchanges: () => exchanges, startGateway }
}

/** One gateway with one echoing service behind every address. */
export async function startTestGateway(t: Test, settings: Partial<Config> = {}, overrides: Overrides = {}) {
  const platform = await testPlatform(t)
  const upstream = await startUpstream(t, echo)
  const gateway = await platform.startGateway(everyService(urlOf(upstream)), settings, overrides)
  return { ...platform, ...gateway, upstream }
}
