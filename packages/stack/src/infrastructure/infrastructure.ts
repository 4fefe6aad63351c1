import { serviceNames } from '@lingzhi/contracts/services'
import { addressOf } from '../environment/setting-of.ts'
import { Fault } from '../fault.ts'
import type { Supervised } from '../processes/supervise.ts'
import { findPostgres, findServer } from './binaries.ts'
import { reachNats, reachPostgres, reachRedis } from './given.ts'
import { installServers } from './install.ts'
import type { NatsUrls } from './nats.ts'
import { startNats } from './nats.ts'
import type { InfrastructureOptions, Started } from './options.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import type { Server } from './unpack-servers.ts'

export type Infrastructure = {
  databaseUrl: string
  redisUrl: string
  /** May do everything there. */
  natsUrl: string
  /** What each service connects with: an account of its own, or the given address. */
  natsUrls: NatsUrls
  /** Where the private NATS stores what it is given. */
  natsFolder: string | undefined
  /** The private instances, without servers that were given. */
  servers: Supervised[]
  stop(timeoutMs?: number): Promise<void>
}

/** Variables that name servers to be used instead of private instances. */
type Variables = { postgres: string; redis: string; nats: string }

/**
 * PostgreSQL, Redis and NATS for one run: what the environment names under `variables`, else private
 * instances below `dataDir`. When this resolves everything responds; when it rejects nothing is left running.
 */
export async function openInfrastructure(
  options: InfrastructureOptions,
  variables: Variables,
): Promise<Infrastructure> {
  const { env } = options
  const given = {
    postgres: addressOf(env, variables.postgres),
    redis: addressOf(env, variables.redis),
    nats: addressOf(env, variables.nats),
  }
  const missing: Server[] = []
  if (!given.postgres && !findPostgres(env)) missing.push('postgres')
  if (!given.redis && !findServer('redis-server', env)) missing.push('redis-server')
  if (!given.nats && !findServer('nats-server', env)) missing.push('nats-server')
  if (missing.length > 0) await installServers(missing, options)

  const servers: Supervised[] = []
  const stop = async (timeoutMs?: number) => {
    await Promise.all(servers.map((server) => server.stop(timeoutMs)))
  }
  const use = async <S extends Started>(
    url: string | undefined,
    reach: (url: string) => Promise<void>,
    start: (options: InfrastructureOptions) => Promise<S>,
  ): Promise<Omit<S, 'server'> | { url: string }> => {
    if (url) return reach(url).then(() => ({ url }))
    const started = await start(options)
    servers.push(started.server)
    return started
  }
  const [postgres, redis, nats] = await Promise.allSettled([
    use(given.postgres, (url) => reachPostgres(variables.postgres, url, options.signal), startPostgres),
    use(given.redis, (url) => reachRedis(variables.redis, url, options.signal), startRedis),
    use(given.nats, (url) => reachNats(variables.nats, url, options.signal), startNats),
  ])
  if (postgres.status === 'rejected' || redis.status === 'rejected' || nats.status === 'rejected') {
    await stop()
    throw together([postgres, redis, nats].flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])))
  }
  const natsUrl = nats.value.url
  const natsUrls =
    'urls' in nats.value
      ? nats.value.urls
      : (Object.fromEntries(serviceNames.map((name) => [name, natsUrl])) as NatsUrls)
  return {
    databaseUrl: postgres.value.url,
    redisUrl: redis.value.url,
    natsUrl,
    natsUrls,
    natsFolder: 'folder' in nats.value ? nats.value.folder : undefined,
    servers,
    stop,
  }
}

/** One fault that names all that is wrong, so that nobody mends one after another. */
function together([first, ...others]: unknown[]): unknown {
  const faults = [first, ...others].filter((reason) => reason instanceof Fault)
  return faults.length > 1 ? new Fault(faults.map(({ message }) => message).join('\n')) : first
}
