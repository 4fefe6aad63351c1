import type { Cache } from '@lingzhi/cache/open-redis'
import { within } from '@lingzhi/runtime/within'

export interface CircuitSettings {
  LLM_CIRCUIT_FAILURES: number
  LLM_CIRCUIT_OPEN_MS: number
}

export interface Circuit {
  /** Zero: go ahead. Otherwise the provider is to be left alone for that many milliseconds. */
  closedFor: (provider: string) => Promise<number>
  succeeded: (provider: string) => Promise<void>
  failed: (provider: string) => Promise<void>
}

/** Failures are forgotten after this. */
const windowMs = 30_000
const cacheMaxMs = 200
/** A provider that nobody had trouble with is not asked after again for this long. */
const untroubledMs = 250

/**
 * Leaves a failing provider alone: after so many questions in a row failed there, nobody asks it for a while, then one probe
 * goes through; its success opens the way for all, its failure closes it again. Replicas share the state
 * through Redis; with Redis away, or slower than 0.2 s, each keeps its own.
 */
export function openCircuit(settings: CircuitSettings, cache?: Cache): Circuit {
  const own = memoryCircuit(settings)
  const shared = cache && redisCircuit(settings, cache)
  const shareOr = async <T>(share: (circuit: Circuit) => Promise<T>): Promise<T> => {
    if (!shared || cache.status !== 'ready') return share(own)
    return within(cacheMaxMs, share(shared)).catch(() => share(own))
  }
  return {
    closedFor: (provider) => shareOr((circuit) => circuit.closedFor(provider)),
    succeeded: (provider) => shareOr((circuit) => circuit.succeeded(provider)),
    failed: (provider) => shareOr((circuit) => circuit.failed(provider)),
  }
}

function redisCircuit({ LLM_CIRCUIT_FAILURES, LLM_CIRCUIT_OPEN_MS }: CircuitSettings, cache: Cache): Circuit {
  // One hash tag: in a cluster the keys of a provider live together.
  const key = (provider: string, what: string) => `circuit:{${provider}}:${what}`
  /** Providers that may have something to forget, so that a healthy one costs no write. */
  const troubled = new Set<string>()
  const untroubledUntil = new Map<string, number>()
  return {
    async closedFor(provider) {
      if ((untroubledUntil.get(provider) ?? 0) > performance.now()) return 0
      const [failures, rest] = await cache.mget(key(provider, 'failures'), key(provider, 'rest'))
      if (failures) troubled.add(provider)
      else untroubledUntil.set(provider, performance.now() + untroubledMs)
      if (rest) return Math.max(1, await cache.pttl(key(provider, 'rest')))
      if (Number(failures ?? 0) < LLM_CIRCUIT_FAILURES) return 0
      const probing = await cache.set(key(provider, 'probe'), '1', 'PX', LLM_CIRCUIT_OPEN_MS, 'NX')
      return probing ? 0 : LLM_CIRCUIT_OPEN_MS
    },
    async succeeded(provider) {
      if (!troubled.delete(provider)) return
      await cache.del(key(provider, 'failures'), key(provider, 'rest'), key(provider, 'probe'))
    },
    async failed(provider) {
      troubled.add(provider)
      untroubledUntil.delete(provider)
      const failures = await cache.incr(key(provider, 'failures'))
      // While it rests nobody adds failures, so the count must outlive the rest by a window.
      await cache.pexpire(key(provider, 'failures'), windowMs + LLM_CIRCUIT_OPEN_MS)
      if (failures < LLM_CIRCUIT_FAILURES) return
      await cache.set(key(provider, 'rest'), '1', 'PX', LLM_CIRCUIT_OPEN_MS)
      await cache.del(key(provider, 'probe'))
    },
  }
}

function memoryCircuit({ LLM_CIRCUIT_FAILURES, LLM_CIRCUIT_OPEN_MS }: CircuitSettings): Circuit {
  const troubles = new Map<
    string,
    { failures: number; restUntil: number; until: number; probeUntil: number }
  >()
  const now = () => performance.now()
  return {
    async closedFor(provider) {
      const trouble = troubles.get(provider)
      if (!trouble) return 0
      if (trouble.restUntil > now()) return trouble.restUntil - now()
      if (trouble.until < now()) troubles.delete(provider)
      else if (trouble.failures >= LLM_CIRCUIT_FAILURES) {
        if (trouble.probeUntil > now()) return LLM_CIRCUIT_OPEN_MS
        trouble.probeUntil = now() + LLM_CIRCUIT_OPEN_MS
      }
      return 0
    },
    async succeeded(provider) {
      troubles.delete(provider)
    },
    async failed(provider) {
      const failures = (troubles.get(provider)?.failures ?? 0) + 1
      const restUntil = failures < LLM_CIRCUIT_FAILURES ? 0 : now() + LLM_CIRCUIT_OPEN_MS
      const until = now() + windowMs + LLM_CIRCUIT_OPEN_MS
      troubles.set(provider, { failures, restUntil, until, probeUntil: 0 })
    },
  }
}
