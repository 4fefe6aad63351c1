import type { Cache } from '@lingzhi/cache/open-redis'
import { within } from '@lingzhi/runtime/within'
import type { Clock } from '../clock.ts'

export interface CircuitSettings {
  LLM_CIRCUIT_FAILURES: number
  LLM_CIRCUIT_OPEN_MS: number
  LLM_CIRCUIT_CALLERS: number
}

export interface Circuit {
  /** How long no call may be made to the provider, in milliseconds; zero when one may. */
  restMs: (provider: string) => Promise<number>
  succeeded: (provider: string) => Promise<void>
  /** `caller`: whose request failed; undefined: nobody's in particular. */
  failed: (provider: string, caller?: string) => Promise<void>
}

/** Failures older than this do not count. */
const windowMs = 30_000
const cacheMaxMs = 200
/** How long a provider without failures is considered healthy before Redis is read again. */
const untroubledMs = 250

/**
 * Circuit breakers, one for each provider: after LLM_CIRCUIT_FAILURES failures in a row the circuit opens and lets
 * no call through for LLM_CIRCUIT_OPEN_MS, then a single probe; if that succeeds the circuit closes, if it fails it
 * stays open for as long again. Of one caller only so many count that at least LLM_CIRCUIT_CALLERS callers must fail:
 * what only one person's requests meet says little of the provider. Replicas share the state through Redis; while Redis is away, or slower than 0.2 s,
 * each uses its own.
 */
export function createCircuit(settings: CircuitSettings, clock: Clock, cache?: Cache): Circuit {
  const own = memoryCircuit(settings, clock)
  const shared = cache && redisCircuit(settings, clock, cache)
  const shareOr = async <T>(share: (circuit: Circuit) => Promise<T>): Promise<T> => {
    if (!shared || cache.status !== 'ready') return share(own)
    return within(cacheMaxMs, share(shared)).catch(() => share(own))
  }
  return {
    restMs: (provider) => shareOr((circuit) => circuit.restMs(provider)),
    succeeded: (provider) => shareOr((circuit) => circuit.succeeded(provider)),
    failed: (provider, caller) => shareOr((circuit) => circuit.failed(provider, caller)),
  }
}

/** How many failures of one caller count: no fewer callers than LLM_CIRCUIT_CALLERS reach LLM_CIRCUIT_FAILURES. */
function countedOfOne({
  LLM_CIRCUIT_FAILURES: failures,
  LLM_CIRCUIT_CALLERS: callers,
}: CircuitSettings): number {
  const needed = Math.min(callers, failures)
  return needed === 1 ? Number.POSITIVE_INFINITY : Math.floor((failures - 1) / (needed - 1))
}

function redisCircuit(settings: CircuitSettings, clock: Clock, cache: Cache): Circuit {
  const { LLM_CIRCUIT_FAILURES, LLM_CIRCUIT_OPEN_MS } = settings
  const ofOneMax = countedOfOne(settings)
  // One hash tag, so that a cluster keeps a provider's keys on one node.
  const key = (provider: string, what: string) => `circuit:{${provider}}:${what}`
  /** Providers that may have failures stored, so that a success of a healthy one costs no write. */
  const troubled = new Set<string>()
  const untroubledUntil = new Map<string, number>()
  return {
    async restMs(provider) {
      if ((untroubledUntil.get(provider) ?? 0) > clock.now()) return 0
      const [failures, rest] = await cache.mget(key(provider, 'failures'), key(provider, 'rest'))
      if (failures) troubled.add(provider)
      else untroubledUntil.set(provider, clock.now() + untroubledMs)
      if (rest) return Math.max(1, await cache.pttl(key(provider, 'rest')))
      if (Number(failures ?? 0) < LLM_CIRCUIT_FAILURES) return 0
      const probing = await cache.set(key(provider, 'probe'), '1', 'PX', LLM_CIRCUIT_OPEN_MS, 'NX')
      return probing ? 0 : LLM_CIRCUIT_OPEN_MS
    },
    async succeeded(provider) {
      if (!troubled.delete(provider)) return
      const names = ['failures', 'callers', 'rest', 'probe'] as const
      await cache.del(...names.map((what) => key(provider, what)))
    },
    async failed(provider, caller) {
      troubled.add(provider)
      untroubledUntil.delete(provider)
      // No failures are added during a rest, so the counts must outlive the rest by a window.
      const keptMs = windowMs + LLM_CIRCUIT_OPEN_MS
      const ofCaller = caller === undefined ? 1 : await cache.hincrby(key(provider, 'callers'), caller, 1)
      await cache.pexpire(key(provider, 'callers'), keptMs)
      const counts = ofCaller <= ofOneMax
      const failures = counts
        ? await cache.incr(key(provider, 'failures'))
        : Number(await cache.get(key(provider, 'failures')))
      await cache.pexpire(key(provider, 'failures'), keptMs)
      // Once there are enough, this call was the probe, whoever's it was.
      if (failures < LLM_CIRCUIT_FAILURES) return
      await cache.set(key(provider, 'rest'), '1', 'PX', LLM_CIRCUIT_OPEN_MS)
      await cache.del(key(provider, 'probe'))
    },
  }
}

function memoryCircuit(settings: CircuitSettings, { now }: Clock): Circuit {
  const { LLM_CIRCUIT_FAILURES, LLM_CIRCUIT_OPEN_MS } = settings
  const ofOneMax = countedOfOne(settings)
  const troubles = new Map<
    string,
    {
      failures: number
      restUntil: number
      until: number
      probeUntil: number
      callers: Map<string, number>
    }
  >()
  return {
    async restMs(provider) {
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
    async failed(provider, caller) {
      const { failures: before = 0, callers = new Map<string, number>() } = troubles.get(provider) ?? {}
      const ofCaller = caller === undefined ? 1 : (callers.get(caller) ?? 0) + 1
      if (caller !== undefined) callers.set(caller, ofCaller)
      const failures = before + (ofCaller <= ofOneMax ? 1 : 0)
      const restUntil = failures < LLM_CIRCUIT_FAILURES ? 0 : now() + LLM_CIRCUIT_OPEN_MS
      const until = now() + windowMs + LLM_CIRCUIT_OPEN_MS
      troubles.set(provider, { failures, restUntil, until, probeUntil: 0, callers })
    },
  }
}
