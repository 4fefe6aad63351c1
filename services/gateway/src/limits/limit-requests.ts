import { setTimeout as delay } from 'node:timers/promises'
import { TooManyRequests } from '@lingzhi/contracts/common-problems'
import type { Texts } from '@lingzhi/contracts/texts'
import type { Network } from '@lingzhi/http/network-of'
import { networkOf, networksOf } from '@lingzhi/http/network-of'
import type { Principal } from '@lingzhi/identity/principal'
import { counter } from '@lingzhi/metrics/instruments'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RowRules } from '../proxy/row.ts'
import type { Taken } from './bucket.ts'
import type { Limiter } from './open-limiter.ts'
import type { Policies, Policy } from './policies.ts'
import type { StreamSlots } from './stream-slots.ts'
import type { Release, Turns } from './turns.ts'

const refusals = counter(
  'lingzhi_limit_refusals_total',
  'Requests refused by a limit, by its name in the RateLimit header, and streams and downloads.',
  ['limit'],
)

/** Who a limit counts: a user on all their devices, or a guest's network. */
export const callerOf = ({ address, principal }: FastifyRequest): string =>
  principal ? `user:${principal.userId}` : `net:${networkOf(address)}`

export interface Limits {
  limiter: Limiter
  slots: StreamSlots
  turns: Turns
  policies: Policies
}

/** The /48 of a client, which one customer may have whole, under a quota of its own; undefined for IPv4. */
const widerOf = (address: string): Network | undefined =>
  address.includes(':') ? networksOf(address)[1] : undefined

/** What is one customer's: an address of IPv4, the /48 of IPv6. */
const widestOf = (address: string): string => widerOf(address)?.name ?? address

/** The same of a guest; undefined for users, who count by themselves. */
const widerCallerOf = ({ address, principal }: FastifyRequest): Network | undefined =>
  principal ? undefined : widerOf(address)

const widened = new WeakMap<Policy, Policy>()
function widen(policy: Policy, { times }: Network): Policy {
  const known = widened.get(policy) ?? { ...policy, quota: policy.quota * times }
  widened.set(policy, known)
  return known
}

/** Raises TOO_MANY_REQUESTS when a network sends more than any honest one would; what it loads of a page is counted apart. */
export function limitAddress(
  request: FastifyRequest,
  reply: FastifyReply,
  { limiter, policies }: Limits,
  what: 'address' | 'assets' = 'address',
) {
  const policy = policies[what]
  const suffix = what === 'assets' ? ':assets' : ''
  const taken = limiter.take(`net:${networkOf(request.address)}${suffix}`, policy)
  const wider = widerOf(request.address)
  if (wider)
    return takeWider(reply, { limiter, taken, wider, key: `net:${wider.name}${suffix}`, policy, quiet: true })
  if (taken instanceof Promise) return taken.then((later) => check(reply, later, policy, true))
  check(reply, taken, policy, true)
}

/** Counts a request against its class and reports what is left in headers; raises TOO_MANY_REQUESTS when nothing is. */
export function limitClass(
  request: FastifyRequest,
  reply: FastifyReply,
  { rate }: RowRules,
  { limiter, policies }: Limits,
) {
  const policy = policies.of(rate, request.principal)
  const taken = limiter.take(`${callerOf(request)}:${rate}`, policy)
  const wider = widerCallerOf(request)
  if (wider) return takeWider(reply, { limiter, taken, wider, key: `net:${wider.name}:${rate}`, policy })
  if (taken instanceof Promise) return taken.then((later) => check(reply, later, policy))
  check(reply, taken, policy)
}

/** Counts against the /48 as well what its own /64 was granted, and reports the /48 only when it has nothing left. */
async function takeWider(
  reply: FastifyReply,
  of: {
    limiter: Limiter
    taken: Taken | Promise<Taken>
    wider: Network
    key: string
    policy: Policy
    quiet?: boolean
  },
): Promise<void> {
  check(reply, await of.taken, of.policy, of.quiet)
  const policy = widen(of.policy, of.wider)
  check(reply, await of.limiter.take(of.key, policy), policy, true)
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What must be over, besides the response, before the stream slot is free. */
    slotHeldBy: Promise<unknown> | undefined
  }
}

/**
 * Holds the request's stream slot for work that goes on when its client leaves: otherwise who leaves again and again has
 * any number of answers made at once.
 */
export function holdSlot(request: FastifyRequest, work: Promise<unknown>): void {
  request.slotHeldBy = work
}

/** Once all that holds the slot is over; what follows it may hold it anew. */
async function releaseAfter(request: FastifyRequest, release: () => void): Promise<void> {
  for (let work = request.slotHeldBy, last: unknown; work && work !== last; work = request.slotHeldBy) {
    await work.catch(() => {})
    last = work
  }
  release()
}

/** Takes one of the caller's stream slots until the response is over, and what holdSlot names. */
export async function limitStreams(request: FastifyRequest, reply: FastifyReply, limits: Limits) {
  const { principal } = request
  const slotsMax = limits.policies.streamsMax(principal)
  const taken = await takeSlot(request, reply, limits, { of: callerOf(request), slotsMax })
  if (!taken) throw refuse('streams', tooManyStreams(principal, slotsMax))
}

/** Takes one of the caller's download slots until the response is over, and waits a while for it. */
export async function limitDownloads(request: FastifyRequest, reply: FastifyReply, limits: Limits) {
  const { principal } = request
  const slotsMax = limits.policies.downloadsMax(principal)
  const of = `${callerOf(request)}:downloads`
  const take = () => takeSlot(request, reply, limits, { of, slotsMax })
  if (!(await take()) && !(await inTurn(of, limits.policies, take, () => reply.raw.destroyed)))
    throw refuse('downloads', tooManyDownloads(principal, slotsMax))
}

/**
 * Takes the caller's turn among ordinary requests until the response is over: whoever sends a whole minute's quota at once
 * would otherwise hold all connections to a service, and reads its answers as slowly as they like.
 */
export function limitUnderWay(request: FastifyRequest, reply: FastifyReply, { turns, policies }: Limits) {
  const { underWayMax: max, underWayOfNetworkMax, turnWaitMs: waitMs, turnsWaitingMax: waitingMax } = policies
  const shares = [
    { name: callerOf(request), max },
    { name: widestOf(request.address), max: underWayOfNetworkMax },
  ]
  const hold = (release: Release) => {
    if (reply.raw.destroyed) release()
    else reply.raw.once('close', release)
  }
  const taken = turns.take(shares, { waitMs, waitingMax, isGone: () => reply.raw.destroyed })
  if (!(taken instanceof Promise)) return hold(taken)
  return taken.then((release) => {
    if (release) hold(release)
    else throw refuse('under-way', tooManyUnderWay(max))
  })
}

/** How many wait, by caller. */
const waiting = new Map<string, number>()
const lookAgainMs = 100

/**
 * Tries again until `take` succeeds or the wait is over; false then, or when too many of the caller wait. Looks instead of
 * being told, as any replica may free a slot.
 */
async function inTurn(
  caller: string,
  { downloadWaitMs, downloadsWaitingMax }: Policies,
  take: () => Promise<boolean>,
  isGone: () => boolean,
): Promise<boolean> {
  const before = waiting.get(caller) ?? 0
  if (before >= downloadsWaitingMax) return false
  waiting.set(caller, before + 1)
  try {
    for (let waitedMs = 0; waitedMs < downloadWaitMs && !isGone(); waitedMs += lookAgainMs) {
      await delay(lookAgainMs, undefined, { ref: false })
      if (await take()) return true
    }
    return false
  } finally {
    const left = (waiting.get(caller) ?? 1) - 1
    if (left > 0) waiting.set(caller, left)
    else waiting.delete(caller)
  }
}

/** A slot of the caller's, and for a guest of IPv6 one of the /48 as well. */
async function takeSlot(
  request: FastifyRequest,
  reply: FastifyReply,
  { slots }: Limits,
  { of, slotsMax }: { of: string; slotsMax: number },
): Promise<boolean> {
  const own = await slots.acquire(of, slotsMax)
  if (!own) return false
  const wider = widerCallerOf(request)
  const shared = wider
    ? await slots.acquire(of.replace(callerOf(request), `net:${wider.name}`), slotsMax * wider.times)
    : () => {}
  const release = () => {
    own()
    shared?.()
  }
  if (!shared || reply.raw.destroyed) release()
  else reply.raw.once('close', () => void releaseAfter(request, release))
  return shared !== undefined
}

function refuse(limit: string, detail: Texts) {
  refusals.inc({ limit })
  return TooManyRequests({ retryAfterS: 2, detail })
}

const tooManyDownloads = (principal: Principal | null, slotsMax: number): Texts => ({
  zh: `最多同时下载 ${slotsMax} 个文件${principal ? '' : '，登录后可以更多'}`,
  en: `At most ${slotsMax} downloads at once.${principal ? '' : ' Sign in for more.'}`,
})

const tooManyUnderWay = (max: number): Texts => ({
  zh: `同时处理的请求最多 ${max} 个，请等前面的请求完成`,
  en: `At most ${max} requests at once. Wait for those before to finish.`,
})

const tooManyStreams = (principal: Principal | null, slotsMax: number): Texts => ({
  zh: `最多同时进行 ${slotsMax} 个回答${principal ? '' : '，登录后可以更多'}`,
  en: `At most ${slotsMax} answers at once.${principal ? '' : ' Sign in for more.'}`,
})

const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1_000))

/** RateLimit headers as of draft-ietf-httpapi-ratelimit-headers-10. */
function check(reply: FastifyReply, taken: Taken, policy: Policy, quiet = false): void {
  if (quiet && taken.granted > 0) return
  const { name, quota, windowMs } = policy
  reply.header('RateLimit-Policy', `"${name}";q=${quota};w=${windowMs / 1_000}`)
  reply.header('RateLimit', `"${name}";r=${taken.remaining};t=${seconds(taken.resetMs)}`)
  if (taken.granted > 0) return
  refusals.inc({ limit: name })
  throw TooManyRequests({ retryAfterS: seconds(taken.retryMs) })
}
