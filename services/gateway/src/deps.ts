import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import type { Cache } from '@lingzhi/cache/open-redis'
import { closeRedis, openRedis } from '@lingzhi/cache/open-redis'
import type { UpstreamName } from '@lingzhi/contracts/services'
import { addressSetting, upstreamNames } from '@lingzhi/contracts/services'
import { factStreams } from '@lingzhi/contracts/streams'
import type { Verifier } from '@lingzhi/identity/open-verifier'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import type { Logger } from '@lingzhi/runtime/logger'
import { steadyNow } from '@lingzhi/runtime/steady-clock'
import type { Config } from './config.ts'
import type { Records } from './idempotency/records.ts'
import { openRecords } from './idempotency/records.ts'
import type { Seals } from './idempotency/sealed-response.ts'
import { createSeals } from './idempotency/sealed-response.ts'
import { secretOf } from './idempotency/secret-of.ts'
import type { Limits } from './limits/limit-requests.ts'
import { openLimiter } from './limits/open-limiter.ts'
import { policiesOf } from './limits/policies.ts'
import { openStreamSlots } from './limits/stream-slots.ts'
import { createTurns } from './limits/turns.ts'
import type { Service } from './proxy/service.ts'
import { openService } from './proxy/service.ts'
import type { ApiKeys } from './session/exchange-api-key.ts'
import { openApiKeys } from './session/exchange-api-key.ts'

export type Services = Readonly<Record<UpstreamName, Service>>

export interface Deps extends Limits {
  bus: Bus
  cache: Cache
  verifier: Verifier
  apiKeys: ApiKeys
  services: Services
  /** Responses kept for requests with an Idempotency-Key, and nonces of signatures. */
  records: Records
  seals: Seals
  log: Logger
  /** The clock by which limits refill and things are kept: one that never goes back. */
  now: () => Date
  /** Closes what was opened here, in reverse order. Idempotent. */
  close: () => Promise<void>
}

export type Overrides = Partial<Omit<Deps, 'log' | 'close'>>

/**
 * Opens everything the gateway needs but what is overridden, which is not closed here either. When something cannot be
 * opened, what was opened before it is closed.
 */
export async function openDeps(config: Config, log: Logger, overrides: Overrides = {}): Promise<Deps> {
  await using opened = new AsyncDisposableStack()
  const now = overrides.now ?? steadyNow
  const bus = overrides.bus ?? opened.adopt(await openBus(config, 'gateway', log), (bus) => bus.close())
  await ensureFactStreams(bus, factStreams)
  const cache = overrides.cache ?? opened.adopt(openRedis(config, log), closeRedis)
  const verifier =
    overrides.verifier ??
    opened.adopt(await openVerifier(bus, { now: overrides.now }), (verifier) => verifier.close())
  const services =
    overrides.services ??
    opened.adopt(openServices(config, log), async (services) => void (await closeServices(services)))
  const slots =
    overrides.slots ?? opened.adopt(openStreamSlots(cache), async (slots) => void (await slots.close()))
  const deps = {
    bus,
    cache,
    verifier,
    services,
    slots,
    turns: overrides.turns ?? createTurns(),
    limiter: overrides.limiter ?? openLimiter(cache, now),
    policies:
      overrides.policies ?? policiesOf(config.RATE_LIMIT_FACTOR, config.EXPORT_READER_MIN_BYTES_PER_S),
    apiKeys: overrides.apiKeys ?? openApiKeys(bus, now),
    records: overrides.records ?? openRecords(cache, now),
    seals: overrides.seals ?? createSeals(secretOf(config)),
    log,
    now,
  }
  // Last: whatever throws above closes what was opened.
  const closing = opened.move()
  return { ...deps, close: () => closing.disposeAsync() }
}

function openServices(config: Config, log: Logger): Services {
  const opened = upstreamNames.map((name) => [name, openService(name, config[addressSetting(name)], log)])
  return Object.fromEntries(opened) as Services
}

const closeServices = (services: Services) =>
  Promise.all(Object.values(services).map((service) => service.close()))
