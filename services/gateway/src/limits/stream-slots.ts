import { randomUUID } from 'node:crypto'
import type { Cache } from '@lingzhi/cache/open-redis'

export interface StreamSlots {
  /** A slot for one more stream of this caller, to be given back; undefined when all are taken. */
  acquire: (caller: string, slotsMax: number) => Promise<(() => void) | undefined>
  close: () => void
}

/** A slot that is not renewed is free again: the replica that held it died. */
const slotMs = 60_000
const renewEveryMs = 20_000

/** KEYS: the caller's slots. ARGV: slots at most, the new slot's id, its time to live in ms. */
const acquireScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`
/** KEYS: the caller's slots. ARGV: time to live in ms, ids of slots to renew. */
const renewScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for n = 2, #ARGV do redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[n]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
`

interface Scripted {
  acquireSlot: (key: string, slotsMax: number, id: string, ttlMs: number) => Promise<number>
  renewSlots: (key: string, ttlMs: number, ...ids: string[]) => Promise<unknown>
}

/**
 * Counts the streams each caller has open, over all replicas; with Redis away, over this one. Slots lost with
 * Redis' memory come back when they are renewed.
 */
export function openStreamSlots(cache: Cache): StreamSlots {
  cache.defineCommand('acquireSlot', { numberOfKeys: 1, lua: acquireScript })
  cache.defineCommand('renewSlots', { numberOfKeys: 1, lua: renewScript })
  const redis = cache as unknown as Scripted
  const held = new Map<string, Set<string>>()
  const keyOf = (caller: string) => `streams:{${caller}}`

  const renewing = setInterval(() => {
    for (const [caller, ids] of held) redis.renewSlots(keyOf(caller), slotMs, ...ids).catch(() => {})
  }, renewEveryMs)
  renewing.unref()

  return {
    acquire: async (caller, slotsMax) => {
      const id = randomUUID()
      const ids = held.get(caller) ?? new Set()
      // Counted here before Redis responds, so that a burst with Redis away is held to the limit as well.
      held.set(caller, ids.add(id))
      const release = () => {
        if (!ids.delete(id)) return
        if (ids.size === 0 && held.get(caller) === ids) held.delete(caller)
        cache.zrem(keyOf(caller), id).catch(() => {})
      }
      const free = await redis
        .acquireSlot(keyOf(caller), slotsMax, id, slotMs)
        .catch(() => ids.size <= slotsMax)
      if (free) return release
      release()
      return undefined
    },
    close: () => clearInterval(renewing),
  }
}
