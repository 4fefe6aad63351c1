import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Cache } from '@lingzhi/cache/open-redis'
import { closeRedis, openRedis } from '@lingzhi/cache/open-redis'
import { silentLog } from './silent-log.ts'
import type { Test } from './test-servers.ts'
import { required } from './test-servers.ts'

export interface TestCache {
  cache: Cache
  url: string
  prefix: string
}

/** A Redis connection under a key prefix of the test's own. */
export async function testCache(t: Test): Promise<TestCache> {
  const url = required('TEST_REDIS_URL')
  const prefix = `t${randomBytes(6).toString('hex')}:`
  const cache = openRedis({ REDIS_URL: url, REDIS_PREFIX: prefix }, silentLog)
  t.teardown(() => closeRedis(cache))
  await once(cache, 'ready')
  return { cache, url, prefix }
}
