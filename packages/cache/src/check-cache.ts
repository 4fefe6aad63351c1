import type { Cluster, Redis } from 'ioredis'

/**
 * The word with which Redis refuses what is asked of it though the connection is fine: no memory, no disk, too few or read-only
 * replicas, a cluster without all its slots, a user without the right, a file that is still being read.
 */
const refusals =
  /\b(OOM|MISCONF|READONLY|NOREPLICAS|NOPERM|CLUSTERDOWN|MASTERDOWN|LOADING|NOAUTH|WRONGPASS|BUSY)\b/

/** How Redis 7 says NOPERM of a command within a script. */
const scriptMayNot = /^ERR The user executing the script can't /

export function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  return scriptMayNot.test(error.message) ? 'NOPERM' : refusals.exec(error.message)?.[1]
}

/** A write, and every other kind of command that services send; on keys that are not there, or for seconds. */
const probe = `
  redis.call('time')
  redis.call('set', KEYS[1], '1', 'PX', 10000)
  redis.call('get', KEYS[1])
  redis.call('incr', KEYS[1])
  redis.call('pexpire', KEYS[1], 10000)
  redis.call('pttl', KEYS[1])
  redis.call('mget', KEYS[1])
  redis.call('del', KEYS[2])
  redis.call('zadd', KEYS[2], 1, '1')
  redis.call('zremrangebyscore', KEYS[2], '-inf', 0)
  redis.call('zcard', KEYS[2])
  redis.call('zpopmin', KEYS[2])
  redis.call('zrem', KEYS[2], '1')
  redis.call('xadd', KEYS[2], 'MAXLEN', 1, '*', 'a', '1')
  redis.call('xrange', KEYS[2], '-', '+', 'COUNT', 1)
  redis.call('del', KEYS[2])
  return nil`

/**
 * Tries from a script what services ask of Redis: resolves with the word of the refusal, or undefined when all is taken.
 * Rejects when Redis is away.
 */
export async function checkCache(cache: Redis | Cluster): Promise<string | undefined> {
  try {
    await cache.eval(probe, 2, '{health}', '{health}:kinds')
  } catch (error) {
    const refusal = refusalIn(error)
    if (refusal) return refusal
    throw error
  }
}
