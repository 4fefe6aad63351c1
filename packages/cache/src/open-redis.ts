import { watchedGauge } from '@lingzhi/metrics/instruments'
import { withPassword } from '@lingzhi/runtime/address'
import type { Command, RedisOptions } from 'ioredis'
import { Cluster, Redis } from 'ioredis'
import type { Logger } from 'pino'
import { checkCache, refusalIn } from './check-cache.ts'

const usable = watchedGauge(
  'lingzhi_redis_usable',
  '1 while Redis takes commands, 0 while it is away or refuses them.',
)

export type Cache = Redis | Cluster

/** How often a Redis that refuses is asked whether it still does. */
const recheckMs = 1_000

export interface RedisSettings {
  REDIS_URL: string
  REDIS_PASSWORD?: string
  REDIS_PREFIX?: string
}

const common: RedisOptions = {
  connectTimeout: 3_000,
  commandTimeout: 2_000,
  // Shorter than the wait of a command: a connection to a Redis that hangs is given up with the first command, so that
  // no later one waits.
  socketTimeout: 1_500,
  // With Redis away a command fails at once instead of waiting in memory: all callers can do without it.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
}

/**
 * Opens Redis by URL, without code changes from one machine to many:
 * `redis[s]://[:password@]host[:port][/db]` one node,
 * `redis[s]+sentinel://[:password@]host:port,host:port/master-name` Sentinel,
 * `redis[s]+cluster://[:password@]host:port,host:port` Cluster (keys used together share a `{hash tag}`).
 * `REDIS_PREFIX` is put before every key, so that platforms can share one server. Never rejects because Redis
 * is away: the client keeps trying, commands fail meanwhile.
 */
export function openRedis(settings: RedisSettings, log: Logger): Cache {
  const url = withPassword(settings.REDIS_URL, settings.REDIS_PASSWORD)
  const cache = createClient(url, settings.REDIS_PREFIX ?? '')
  let reported = false
  cache.on('error', (err: Error) => {
    // One line per outage: the client reports every attempt.
    if (!reported) log.warn({ reason: err.message }, 'Redis is away, going on without it')
    reported = true
  })
  cache.on('ready', () => {
    if (reported) log.info('Redis is back')
    reported = false
  })
  watchRefusals(cache, log)
  return cache
}

/**
 * Around each command. One line when Redis begins to refuse commands over a connection that is fine, and one when it takes them again. Callers go
 * on without it as they do in an outage; only here a refusal is looked at.
 */
function watchRefusals(cache: Cache, log: Logger): void {
  let refusing: NodeJS.Timeout | undefined
  const check = async () => {
    const refusal = await checkCache(cache).catch(() => 'away')
    if (refusal || refusing === undefined) return
    clearInterval(refusing)
    refusing = undefined
    log.info('Redis takes commands again')
  }
  const send = cache.sendCommand.bind(cache) as (command: Command, ...more: unknown[]) => unknown
  cache.sendCommand = (command: Command, ...more: unknown[]) => {
    command.promise.catch((error: unknown) => {
      const reason = refusing === undefined && refusalIn(error)
      if (!reason) return
      log.warn({ reason }, 'Redis refuses commands, going on without it')
      refusing = setInterval(check, recheckMs).unref()
    })
    sendTogether(cache)
    return send(command, ...more)
  }
  const forget = usable.watch(() => [[{}, cache.status === 'ready' && refusing === undefined ? 1 : 0]])
  cache.once('end', () => {
    clearInterval(refusing)
    forget()
  })
}

/** What is sent in one turn of the event loop leaves in one packet, as each write is an expensive system call. */
function sendTogether(cache: Cache): void {
  const stream = 'stream' in cache ? cache.stream : undefined
  if (!stream || stream.writableCorked > 0) return
  stream.cork()
  setImmediate(() => stream.uncork())
}

function createClient(url: string, keyPrefix: string): Cache {
  const [, scheme = 'redis', rest = ''] = /^([a-z+]+):\/\/(.*)$/.exec(url) ?? []
  if (scheme === 'redis' || scheme === 'rediss') return new Redis(url, { ...common, keyPrefix })

  const [, user, password, hosts = '', name] = /^(?:([^:@]*):([^@]*)@)?([^/]+)(?:\/(.*))?$/.exec(rest) ?? []
  const [kind, isEncrypted] = [scheme.replace('rediss', 'redis'), scheme.startsWith('rediss')]
  const options = {
    ...common,
    ...(user && { username: decodeURIComponent(user) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(isEncrypted && { tls: {} }),
  }
  const nodes = hosts.split(',').map((node) => {
    const { hostname, port } = new URL(`redis://${node}`)
    return { host: hostname, port: Number(port || (kind === 'redis+sentinel' ? 26_379 : 6_379)) }
  })
  if (kind === 'redis+sentinel') {
    // The sentinels, and whomever they name.
    const encrypted = isEncrypted && { sentinelTLS: {}, enableTLSForSentinelMode: true }
    return new Redis({ ...options, ...encrypted, keyPrefix, sentinels: nodes, name: name || 'mymaster' })
  }
  if (kind === 'redis+cluster') {
    return new Cluster(nodes, { keyPrefix, enableOfflineQueue: false, redisOptions: options })
  }
  throw new Error(
    'REDIS_URL must start with redis:// or rediss://, of Sentinel or Cluster with +sentinel or +cluster',
  )
}

/** Closes the connection, politely if it is up; idempotent. */
export async function closeRedis(cache: Cache): Promise<void> {
  if (cache.status === 'ready') await cache.quit().catch(() => cache.disconnect())
  else cache.disconnect()
}
