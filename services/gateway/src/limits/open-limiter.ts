import type { Cache } from '@lingzhi/cache/open-redis'
import { LRUCache } from 'lru-cache'
import type { Taken } from './bucket.ts'
import { take, takeScript } from './bucket.ts'
import type { Policy } from './policies.ts'

export interface Limiter {
  /** Takes one request from a bucket; a promise only when that needs Redis. Never rejects. */
  take: (key: string, policy: Policy) => Taken | Promise<Taken>
}

/** Buckets known in this process. The least recently used goes when there are more: memory stays bounded under attack. */
const entriesMax = 20_000
/** Most requests taken from Redis in one go. */
const leaseMax = 64
/** After Redis failed it is left alone for this long; meanwhile this process counts for itself. */
const awayMs = 1_000

const leaseOf = ({ quota }: Policy) => Math.max(1, Math.min(leaseMax, Math.floor(quota / 50)))

interface Entry {
  /** Requests already taken from Redis and not used yet. */
  left: number
  leasedUntil: number
  remaining: number
  refusedUntil: number
  fullAt: number
  /** The bucket's `at` while Redis is away. */
  own: number
  leasing: Promise<void> | undefined
  waiting: number
}

interface Scripted {
  takeTokens: (key: string, ...args: number[]) => Promise<[number, number, number, number]>
}

/**
 * Counts requests in Redis, so that all replicas share each limit. Large quotas are leased a few requests at a time:
 * most requests cost no round trip, and since a lease is taken before it is used, the sum of all replicas
 * never exceeds the quota by more than one lease each. `now` is a clock that never goes back.
 */
export function openLimiter(cache: Cache, now: () => Date): Limiter {
  cache.defineCommand('takeTokens', { numberOfKeys: 1, lua: takeScript })
  const redis = cache as unknown as Scripted
  const entries = new LRUCache<string, Entry>({ max: entriesMax })
  const openedMs = now().getTime()
  /** Milliseconds since this was opened: all instants here are small numbers, which a bucket's fractions need. */
  const elapsed = () => now().getTime() - openedMs
  let awayUntil = Number.NEGATIVE_INFINITY

  const entryOf = (key: string): Entry => {
    const known = entries.get(key)
    if (known) return known
    const entry: Entry = {
      left: 0,
      leasedUntil: 0,
      remaining: Number.POSITIVE_INFINITY,
      refusedUntil: 0,
      fullAt: 0,
      own: 0,
      leasing: undefined,
      waiting: 0,
    }
    entries.set(key, entry)
    return entry
  }

  const leaseFromRedis = async (key: string, entry: Entry, policy: Policy) => {
    // Near the end of a quota one by one, so that no replica sits on the last requests.
    const lease = leaseOf(policy)
    const count = Math.max(1, entry.waiting, entry.remaining > lease * 4 ? lease : 1)
    try {
      const taken = await redis.takeTokens(`limit:{${key}}`, policy.quota, policy.windowMs, count)
      const [granted, remaining, resetMs, retryMs] = taken
      const at = elapsed()
      entry.left = (at < entry.leasedUntil ? entry.left : 0) + granted
      entry.leasedUntil = at + policy.windowMs
      entry.remaining = remaining
      entry.fullAt = at + resetMs
      entry.refusedUntil = granted > 0 ? 0 : at + retryMs
    } catch {
      awayUntil = elapsed() + awayMs
    } finally {
      entry.leasing = undefined
    }
  }

  const takeHere = (entry: Entry, policy: Policy): Taken => {
    const { taken, at } = take(entry.own, elapsed(), 1, policy)
    entry.own = at
    return taken
  }

  const takeKnown = (entry: Entry, at: number): Taken | undefined => {
    const resetMs = Math.max(0, Math.ceil(entry.fullAt - at))
    if (entry.left > 0 && at < entry.leasedUntil) {
      entry.left -= 1
      return { granted: 1, remaining: entry.remaining + entry.left, resetMs, retryMs: 0 }
    }
    const retryMs = Math.ceil(entry.refusedUntil - at)
    return retryMs > 0 ? { granted: 0, remaining: 0, resetMs, retryMs } : undefined
  }

  return {
    take: (key, policy) => {
      const entry = entryOf(key)
      const at = elapsed()
      if (at < awayUntil) return takeHere(entry, policy)
      const taken = takeKnown(entry, at)
      if (!taken) return takeShared(key, entry, policy)
      // The next lease is fetched before this one is used up, so that no request waits for it.
      const lease = leaseOf(policy)
      const low = lease > 1 && taken.granted > 0 && entry.left < lease / 2
      if (low && entry.refusedUntil <= at) entry.leasing ??= leaseFromRedis(key, entry, policy)
      return taken
    },
  }

  // Requests that arrive together share one lease from Redis, and each then takes from it.
  async function takeShared(key: string, entry: Entry, policy: Policy): Promise<Taken> {
    entry.waiting += 1
    try {
      for (;;) {
        entry.leasing ??= leaseFromRedis(key, entry, policy)
        await entry.leasing
        const at = elapsed()
        const taken = at < awayUntil ? takeHere(entry, policy) : takeKnown(entry, at)
        if (taken) return taken
      }
    } finally {
      entry.waiting -= 1
    }
  }
}
