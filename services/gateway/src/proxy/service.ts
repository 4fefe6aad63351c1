import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { UpstreamName } from '@lingzhi/contracts/services'
import { delay } from '@lingzhi/runtime/delay'
import type { Logger } from '@lingzhi/runtime/logger'
import type { Replica } from './replica.ts'
import { noteFailure, openReplica, readmit } from './replica.ts'
import { showReplicas } from './show-replicas.ts'
import { neverReached } from './upstream-problems.ts'

const connectTimeoutMs = 2_000
const probeEveryMs = 1_000
const probeOutEveryMs = 200
const probeTimeoutMs = 2_000
/** Above this a replica is given no more: requests would only wait in our memory. */
const inFlightMax = 4_096

/** One service behind the gateway, whatever the number of its replicas. */
export interface Service {
  readonly name: UpstreamName
  readonly replicas: readonly Replica[]
  /** The least busy usable replica, other than those tried; SERVICE_UNAVAILABLE when the circuit is open. */
  pick: (tried?: readonly Replica[]) => Replica
  close: () => Promise<void>
}

/**
 * Opens the connections to a service. Replicas that fail are ejected; every replica is probed, so that a dead one
 * is known before a caller finds out, and an ejected one comes back by itself. With all of them out the
 * circuit is open: callers learn at once when to come back.
 */
export function openService(name: UpstreamName, addresses: string, log: Logger): Service {
  const origins = addresses.split(',').map((address) => new URL(address.trim()).origin)
  const replicas = origins.map((origin) => openReplica(origin, connectTimeoutMs))
  const forget = showReplicas(name, replicas)
  const stop = new AbortController()
  const probing = Promise.all(replicas.map((replica) => probe(replica, name, log, stop.signal)))
  let turn = 0

  return {
    name,
    replicas,
    pick: (tried = []) => {
      turn += 1
      let best: Replica | undefined
      for (let n = 0; n < replicas.length; n++) {
        const replica = replicas[(turn + n) % replicas.length]
        if (!replica || replica.ejected || tried.includes(replica)) continue
        if (!best || busy(replica) < busy(best)) best = replica
      }
      if (best && best.inFlight < inFlightMax) return best
      const cause = new Error(best ? `${name}: too many requests under way` : `${name}: no replica is usable`)
      throw ServiceUnavailable({ retryAfterS: best ? 1 : backInS(replicas), cause })
    },
    close: async () => {
      stop.abort()
      forget()
      await probing
      await Promise.all(replicas.flatMap(({ pool, streams }) => [pool.destroy(), streams.destroy()]))
    },
  }
}

/** The load of a replica, for choosing the least; one that is leaving counts above any other. */
const busy = ({ inFlight, leavingUntil }: Replica): number =>
  performance.now() < leavingUntil ? inFlight + inFlightMax : inFlight

/** Seconds until the first replica may be back. */
function backInS(replicas: readonly Replica[]): number {
  const first = Math.min(...replicas.map((replica) => replica.outUntil))
  return Math.max(1, Math.ceil((first - performance.now()) / 1_000))
}

async function probe(replica: Replica, name: string, log: Logger, signal: AbortSignal): Promise<void> {
  const replicaLog = log.child({ upstream: name, replica: replica.origin })
  let wasOut = false
  while (!signal.aborted) {
    await delay(wasOut ? probeOutEveryMs : probeEveryMs, signal)
    if (signal.aborted) return
    if (replica.ejected && !wasOut) replicaLog.warn('a replica is out')
    wasOut = replica.ejected
    if (wasOut && performance.now() < replica.outUntil) continue
    try {
      await checkAlive(replica, signal)
      if (!wasOut) continue
      readmit(replica)
      wasOut = false
      replicaLog.info('a replica is back')
    } catch (err) {
      if (!signal.aborted) noteFailure(replica, neverReached(err))
    }
  }
}

/**
 * Checks liveness, not readiness: a service whose database is away still responds with the right problem. Not through
 * the pool of short responses, where it would wait behind a burst of them and find a busy replica dead.
 */
async function checkAlive({ streams }: Replica, signal: AbortSignal): Promise<void> {
  const bound = AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)])
  const { statusCode, body } = await streams.request({ path: '/api/health', method: 'GET', signal: bound })
  await body.dump()
  if (statusCode >= 500) throw new Error(`liveness returned ${statusCode}`)
}
