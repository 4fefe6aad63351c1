import { openRedis } from '@lingzhi/cache/open-redis'
import { within } from '@lingzhi/runtime/within'
import { isGiven, settingOf } from '@lingzhi/stack/environment/setting-of'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import type { Deployment } from '../deployment/open-deployment.ts'

const batch = 500

/**
 * What Redis holds is of the data that was there: answers, logs of replies, kept responses. All of a Redis of our own goes, and
 * in a given one what has our prefix; without a prefix nobody knows what is ours, and it expires by itself within a day.
 */
export async function forgetCache({ env }: Deployment, redisUrl: string): Promise<string> {
  const prefix = settingOf(env, 'REDIS_PREFIX') ?? ''
  const own = !isGiven(env, 'REDIS_URL')
  if (!own && prefix === '') return 'left to expire: the Redis may have others, and REDIS_PREFIX is not set'
  const cache = openRedis({ REDIS_URL: redisUrl }, pino({ level: 'silent' }))
  try {
    await within(5_000, new Promise<void>((resolve) => cache.once('ready', resolve)))
    if (own) {
      await cache.flushall()
      return 'emptied'
    }
    if (!(cache instanceof Redis)) return 'left to expire: it is a cluster'
    let cursor = '0'
    let removed = 0
    do {
      const [next, keys] = await cache.scan(
        cursor,
        'MATCH',
        `${prefix.replaceAll(/[*?[\]\\]/g, '\\$&')}*`,
        'COUNT',
        batch,
      )
      if (keys.length > 0) removed += await cache.unlink(...keys)
      cursor = next
    } while (cursor !== '0')
    return `${removed} entries removed`
  } catch (error) {
    // It is a cache: the restored data does not depend on it.
    return `left to expire: ${(error as Error).message}`
  } finally {
    cache.disconnect()
  }
}
