import type { Cache } from '@lingzhi/cache/open-redis'
import { dayMs } from '@lingzhi/runtime/time'
import { LRUCache } from 'lru-cache'

/** What is known under one idempotency key. */
export interface Record {
  /** Digest of the request the key was first used for. */
  fingerprint: string
  /** The sealed response; absent while the first request is under way. Named as records of earlier versions name it. */
  answer?: string
}

export interface Records {
  /** Stores a record unless there is one already, which is returned. */
  claim: (id: string, record: Record, ttlMs: number) => Promise<Record | undefined>
  put: (id: string, record: Record, ttlMs: number) => Promise<void>
  drop: (id: string) => Promise<void>
  /** Counts bytes against a share that is full again a day after its first use; false, and nothing counted, above it. */
  spend: (share: string, bytes: number, bytesMax: number) => Promise<boolean>
}

/** Records in Redis, for all replicas; while it is away in this process, bounded, and kept by the clock given. */
export function openRecords(cache: Cache, now: () => Date): Records {
  const shared = redisRecords(cache)
  const own = memoryRecords(now)
  const either =
    <A extends unknown[], R>(operation: (records: Records) => (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      operation(shared)(...args).catch(() => operation(own)(...args))
  return {
    claim: either((records) => records.claim),
    put: either((records) => records.put),
    drop: either((records) => records.drop),
    spend: either((records) => records.spend),
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
        // Gone between the two commands: it is ours to claim after all.
        if (known) return known
      }
    },
    put: async (id, record, ttlMs) => {
      await cache.set(key(id), JSON.stringify(record), 'PX', ttlMs)
    },
    drop: async (id) => {
      await cache.del(key(id))
    },
    spend: async (share, bytes, bytesMax) => {
      const name = `kept-bytes:${share}`
      const results = await cache.multi().incrby(name, bytes).pexpire(name, dayMs, 'NX').exec()
      if (Number(results?.[0]?.[1]) <= bytesMax) return true
      await cache.decrby(name, bytes)
      return false
    },
  }
}

const ownMax = 1_000
const ownMaxBytes = 33_554_432

function memoryRecords(now: () => Date): Records {
  const entries = new LRUCache<string, Record>({
    max: ownMax,
    maxSize: ownMaxBytes,
    sizeCalculation: ({ fingerprint, answer = '' }) => fingerprint.length + answer.length,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
  })
  return {
    claim: async (id, record, ttl) => {
      const known = entries.get(id)
      if (!known) entries.set(id, record, { ttl })
      return known
    },
    put: async (id, record, ttl) => void entries.set(id, record, { ttl }),
    drop: async (id) => void entries.delete(id),
    // Bounded altogether, and gone with this process.
    spend: async () => true,
  }
}
