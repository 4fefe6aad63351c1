import type { IncomingHttpHeaders } from 'node:http'
import { Pool } from 'undici'

/** Transport failures in a row that make a replica suspect. */
const failuresMax = 5
const outMinMs = 500
const outMaxMs = 30_000
/** Longer than a replica takes to leave, and than a probe takes to find it gone. */
const leavingMs = 3_000

/** One address of a service: its connections, and whether it is usable. */
export interface Replica {
  readonly origin: string
  readonly host: string
  /** Short responses; streams hold their connection for minutes and have a pool of their own. */
  readonly pool: Pool
  readonly streams: Pool
  /** Requests under way. */
  inFlight: number
  /** Requests sent, transport failures and ejections since the start, for the metrics. */
  requests: number
  failed: number
  thrownOut: number
  /** Transport failures since the last response. */
  failures: number
  /** Ejections since the last response: each doubles the time out. */
  ejections: number
  /** Monotonic milliseconds; no request goes there before, and then only once a probe has succeeded. */
  outUntil: number
  ejected: boolean
  /** Monotonic milliseconds; until then others are preferred. */
  leavingUntil: number
}

export function openReplica(origin: string, connectTimeoutMs: number): Replica {
  const options = { pipelining: 1, connect: { timeout: connectTimeoutMs }, keepAliveMaxTimeout: 60_000 }
  return {
    origin,
    host: new URL(origin).host,
    pool: new Pool(origin, { ...options, connections: 128 }),
    streams: new Pool(origin, { ...options, connections: 4_096 }),
    inFlight: 0,
    requests: 0,
    failed: 0,
    thrownOut: 0,
    failures: 0,
    ejections: 0,
    outUntil: 0,
    ejected: false,
    leavingUntil: 0,
  }
}

/**
 * Any response shows that the replica is alive. One that closes its connection may be about to stop: until probes show,
 * other replicas are preferred.
 */
export function noteResponse(replica: Replica, { connection }: IncomingHttpHeaders): void {
  replica.failures = 0
  replica.ejections = 0
  if (connection === 'close') replica.leavingUntil = performance.now() + leavingMs
}

/** A transport failure. A refused connection is certain knowledge; anything else must repeat itself first. */
export function noteFailure(replica: Replica, certain: boolean): void {
  replica.failures += 1
  replica.failed += 1
  if (!replica.ejected && (certain || replica.failures >= failuresMax)) eject(replica)
}

function eject(replica: Replica): void {
  const outMs = Math.min(outMinMs * 2 ** replica.ejections, outMaxMs)
  replica.ejections = Math.min(replica.ejections + 1, 10)
  replica.outUntil = performance.now() + outMs
  replica.ejected = true
  replica.thrownOut += 1
}

/** A probe succeeded. One more failure ejects it again, for longer: the circuit is half open. */
export function readmit(replica: Replica): void {
  replica.ejected = false
  replica.failures = failuresMax - 1
}
