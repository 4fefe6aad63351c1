import { checkCache } from '@lingzhi/cache/check-cache'
import type { Cache } from '@lingzhi/cache/open-redis'
import { Note } from '@lingzhi/http/health'

/** The share of its memory above which an operator is told, before Redis refuses writes. */
const fullFrom = 0.8

/** The word of a refusal; a Note when its memory is nearly used up; undefined when all is well, or it does not tell. */
export async function checkRedis(cache: Cache): Promise<string | Note | undefined> {
  const refusal = await checkCache(cache)
  if (refusal) return refusal
  const told = await cache.info('memory').catch(() => '')
  const bytes = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(told)?.[1] ?? 0)
  const most = bytes('maxmemory')
  return most > 0 && bytes('used_memory') > most * fullFrom ? new Note('memory') : undefined
}
