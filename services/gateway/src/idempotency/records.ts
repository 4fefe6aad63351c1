import type { Cache } from '@lingzhi/cache/open-redis'

/** What is known under one idempotency key. */
export interface Record {
  /** Digest of the request the key was first used for. */
  fingerprint: string
  /** Sealed answer; absent while the first request is under way. */
  answer?: string
}

export interface Records {
  /** Stores a record unless there is one already, which is returned. */
  claim: (id: string, record: Record, ttlMs: number) => Promise<Record | undefined>
  find: (id: string) => Promise<Record | undefined>
  put: (id: string, record: Record, ttlMs: number) => Promise<void>
  drop: (id: string) => Promise<void>
}

/** Records in Redis, for all replicas; while it is away in this process, bounded. */
export function openRecords(cache: Cache): Records {
  const shared = redisRecords(cache)
  const own = memoryRecords()
  const either =
    <A extends unknown[], R>(ask: (records: Records) => (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      ask(shared)(...args).catch(() => ask(own)(...args))
  return {
    claim: either((records) => records.claim),
    find: either((records) => records.find),
    put: either((records) => records.put),
    drop: either((records) => records.drop),
  }
}

function redisRecords(cache: Cache): Records {
  const key = (id: string) => `idempotency:${id}`
  const parse = (text: string | null) => (text === null ? undefined : (JSON.parse(text) as Record))
  return {
    claim: async (id, record, ttlMs) => {
      for (;;) {
        const set = await cache.set(key(id), JSON.stringify(record), 'PX', ttlMs, 'NX')
        if (set === 'OK') return undefined
        const known = parse(await cache.get(key(id)))
        // Gone between the two questions: it is ours to claim after all.
        if (known) return known
      }
    },
    find: async (id) => parse(await cache.get(key(id))),
    put: async (id, record, ttlMs) => {
      await cache.set(key(id), JSON.stringify(record), 'PX', ttlMs)
    },
    drop: async (id) => {
      await cache.del(key(id))
    },
  }
}

const ownMax = 1_000

function memoryRecords(now: () => number = () => performance.now()): Records {
  const entries = new Map<string, { record: Record; until: number }>()
  const find = (id: string) => {
    const entry = entries.get(id)
    return entry && entry.until > now() ? entry.record : undefined
  }
  const put = (id: string, record: Record, ttlMs: number) => {
    entries.delete(id)
    entries.set(id, { record, until: now() + ttlMs })
    if (entries.size > ownMax) entries.delete(entries.keys().next().value as string)
  }
  return {
    claim: async (id, record, ttlMs) => {
      const known = find(id)
      if (!known) put(id, record, ttlMs)
      return known
    },
    find: async (id) => find(id),
    put: async (id, record, ttlMs) => put(id, record, ttlMs),
    drop: async (id) => void entries.delete(id),
  }
}
