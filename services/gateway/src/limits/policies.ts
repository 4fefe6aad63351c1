import type { ReaderBounds } from '@lingzhi/http/watch-reader'
import type { Principal } from '@lingzhi/identity/principal'
import { minuteMs } from '@lingzhi/runtime/time'
import type { RateClass } from '../proxy/row.ts'

export interface Policy {
  /** As the RateLimit headers call it. */
  readonly name: string
  /** Requests per window; also how many may come at once. */
  readonly quota: number
  readonly windowMs: number
}

// Requests a minute. People and scripts of one user share a quota; guests share their network's.
const perUser: Record<RateClass, number> = { login: 30, chat: 60, export: 30, rest: 600 }
const perGuest: Record<RateClass, number> = { login: 120, chat: 20, export: 10, rest: 300 }
/** Everything from one network, whoever signed it: shields token checks and what has no row. */
const perAddress = 3_000
/** Parts of the console's page from one network: a first visit loads some 40, and an office shares one address. */
const assetsPerAddress = 12_000
/** Responses under way at once on rows that stream. */
const streamsPerUser = 10
const streamsPerGuest = 4
/** Files being downloaded at once: each holds memory in two processes for as long as its reader likes. */
const downloadsPerUser = 3
const downloadsPerGuest = 2
/** Programs fetch a file in several parts at once, and pages several small files: these take turns. */
const downloadWaitMs = 5_000
/** Downloads of one caller that wait at once, on one replica. */
const downloadsWaitingMax = 16

/** Ordinary requests of one caller under way at once, on one replica: a service has 128 connections for everybody's. */
const underWayPerCaller = 16
/** The same of all callers of one network: accounts cost nothing, and honest ones of an office are through in milliseconds. */
const underWayPerNetwork = 64
const turnWaitMs = 5_000
/** More than a quota of the minute has: who bursts waits, and is refused when it takes too long. */
const turnsWaitingMax = 600

export interface Policies {
  address: Policy
  assets: Policy
  of: (rate: RateClass, principal: Principal | null) => Policy
  streamsMax: (principal: Principal | null) => number
  downloadsMax: (principal: Principal | null) => number
  /** How long a download waits for one of these slots. */
  downloadWaitMs: number
  downloadsWaitingMax: number
  /** How slowly a response that is not small may be read. */
  reader: ReaderBounds
  underWayMax: number
  underWayOfNetworkMax: number
  turnWaitMs: number
  turnsWaitingMax: number
}

/** All limits, multiplied by RATE_LIMIT_FACTOR; none falls below one. `readerFloor` is in bytes a second. */
export function policiesOf(factor: number, readerFloor = 32_768): Policies {
  const scaled = (quota: number) => Math.max(1, Math.round(quota * factor))
  const table = (quotas: Record<RateClass, number>, suffix: string) =>
    Object.fromEntries(
      Object.entries(quotas).map(([name, quota]) => [
        name,
        { name: `${name}${suffix}`, quota: scaled(quota), windowMs: minuteMs },
      ]),
    ) as Record<RateClass, Policy>
  const users = table(perUser, '')
  const guests = table(perGuest, '-guest')
  return {
    address: { name: 'address', quota: scaled(perAddress), windowMs: minuteMs },
    assets: { name: 'assets', quota: scaled(assetsPerAddress), windowMs: minuteMs },
    of: (rate, principal) => (principal ? users : guests)[rate],
    streamsMax: (principal) => scaled(principal ? streamsPerUser : streamsPerGuest),
    downloadsMax: (principal) => scaled(principal ? downloadsPerUser : downloadsPerGuest),
    downloadWaitMs,
    downloadsWaitingMax,
    reader: { floor: readerFloor },
    underWayMax: scaled(underWayPerCaller),
    underWayOfNetworkMax: scaled(underWayPerNetwork),
    turnWaitMs,
    turnsWaitingMax,
  }
}
