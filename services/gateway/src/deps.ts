import { ensureFactStreams } from '@lingzhi/bus/ensure-streams'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import type { Cache } from '@lingzhi/cache/open-redis'
import { closeRedis, openRedis } from '@lingzhi/cache/open-redis'
import { factStreams } from '@lingzhi/contracts/streams'
import type { Verifier } from '@lingzhi/identity/open-verifier'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import type { Logger } from '@lingzhi/runtime/logger'
import type { Config } from './config.ts'
import type { Records } from './idempotency/records.ts'
import { openRecords } from './idempotency/records.ts'
import type { Limits } from './limits/limit-requests.ts'
import { openLimiter } from './limits/open-limiter.ts'
import { policiesOf } from './limits/policies.ts'
import { openStreamSlots } from './limits/stream-slots.ts'
import type { UpstreamName } from './proxy/row.ts'
import type { Service } from './proxy/service.ts'
import { openService } from './proxy/service.ts'
import type { ApiKeys } from './session/exchange-api-key.ts'
import { openApiKeys } from './session/exchange-api-key.ts'

export type Services = Readonly<Record<UpstreamName, Service>>

export interface Deps {
  bus: Bus
  cache: Cache
  verifier: Verifier
  apiKeys: ApiKeys
  services: Services
  limits: Limits
  /** Answers kept for requests with an Idempotency-Key. */
  records: Records
  log: Logger
  /** Closes everything opened here, in reverse order. */
  close: () => Promise<void>
}

export async function openDeps(config: Config, log: Logger): Promise<Deps> {
  const bus = await openBus(config, 'gateway', log)
  await ensureFactStreams(bus, factStreams)
  const cache = openRedis(config.REDIS_URL, log, config.REDIS_PREFIX)
  const verifier = await openVerifier(bus)
  const services = openServices(config, log)
  const limits = openLimits(config, cache, log)
  return {
    bus,
    cache,
    verifier,
    apiKeys: openApiKeys(bus),
    services,
    limits,
    records: openRecords(cache),
    log,
    close: async () => {
      limits.slots.close()
      await Promise.all(Object.values(services).map((service) => service.close()))
      await verifier.close()
      await closeRedis(cache)
      await bus.close()
    },
  }
}

export function openServices(config: Config, log: Logger): Services {
  return {
    auth: openService('auth', config.AUTH_URL, log),
    chat: openService('chat', config.CHAT_URL, log),
    checkin: openService('checkin', config.CHECKIN_URL, log),
    export: openService('export', config.EXPORT_URL, log),
  }
}

export function openLimits({ RATE_LIMIT_FACTOR }: Config, cache: Cache, log: Logger): Limits {
  return {
    limiter: openLimiter(cache, log),
    slots: openStreamSlots(cache),
    policies: policiesOf(RATE_LIMIT_FACTOR),
  }
}
