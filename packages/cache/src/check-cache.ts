import type { Cluster, Redis } from 'ioredis'

/**
 * The word with which Redis refuses what is asked of it though the connection is fine: no memory, no disk, too few or read-only
 * replicas, a cluster without all its slots, a user without the right, a file that is still being read.
 */
const refusals =
  /\b(OOM|MISCONF|READONLY|NOREPLICAS|NOPERM|CLUSTERDOWN|MASTERDOWN|LOADING|NOAUTH|WRONGPASS|BUSY)\b/

export const refusalIn = (error: unknown): string | undefined =>
  error instanceof Error ? refusals.exec(error.message)?.[1] : undefined

const probe = `return redis.call('set', KEYS[1], '1', 'EX', 10) and nil`

/**
 * Tries a write from a script, which needs all that services ask of Redis: resolves with the word of the refusal, or
 * undefined when it is taken. Rejects when Redis is away.
 */
export async function checkCache(cache: Redis | Cluster): Promise<string | undefined> {
  try {
    await cache.eval(probe, 1, 'health')
  } catch (error) {
    const refusal = refusalIn(error)
    if (refusal) return refusal
    throw error
  }
}
