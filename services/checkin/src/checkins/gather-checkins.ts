import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { retrying } from '@lingzhi/db/retry'
import type { Account, Db } from '../database.ts'
import type { NewCheckin } from './checkins.queries.ts'
import { recordCheckins } from './checkins.queries.ts'
import type { Rewards } from './rewards.ts'

/** Undefined when the user has already checked in for that day, also by a concurrent request, or was forgotten. */
export type RecordCheckin = (checkin: NewCheckin) => Promise<Account | undefined>

/** Two, so that one user's locked row does not hold up all others. */
const transactionsMax = 2
const usersMax = 64
const waitingMax = 1_000
const waitMaxMs = 5_000

interface Waiting {
  checkin: NewCheckin
  since: number
  resolve: (account: Account | undefined) => void
  reject: (reason: unknown) => void
}

/**
 * Stores check-ins, those that arrive while others are being stored together in the next transaction: a lone one
 * leaves at once, and the busier it is, the less each costs. Each is stored or refused on its own. Raises
 * SERVICE_UNAVAILABLE when too many wait, or one has waited too long.
 */
export function gatherCheckins(db: Db, rewards: Rewards): RecordCheckin {
  const waiting = new Set<Waiting>()
  let transactions = 0

  /** Oldest first, one for each user: a user's second check-in is left to a later transaction, which refuses it. */
  const takeBatch = (): Waiting[] => {
    const batch = new Map<string, Waiting>()
    for (const one of waiting) {
      const { userId } = one.checkin
      if (batch.has(userId)) continue
      waiting.delete(one)
      if (performance.now() - one.since > waitMaxMs) one.reject(ServiceUnavailable({ retryAfterS: 1 }))
      else batch.set(userId, one)
      if (batch.size === usersMax) break
    }
    return [...batch.values()]
  }

  const store = async (batch: Waiting[]): Promise<void> => {
    try {
      const checkins = batch.map(({ checkin }) => checkin)
      const accounts = await retrying(db, () => recordCheckins(db, checkins, rewards))
      for (const { checkin, resolve } of batch) resolve(accounts.get(checkin.userId))
    } catch (err) {
      // One refused row rolls the whole batch back: each is tried on its own then.
      if (batch.length > 1 && isRefusal(err)) for (const one of batch) await store([one])
      else for (const { reject } of batch) reject(err)
    }
  }

  const work = async () => {
    transactions++
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) await store(batch)
    transactions--
  }

  return (checkin) =>
    new Promise((resolve, reject) => {
      if (waiting.size >= waitingMax) return reject(ServiceUnavailable({ retryAfterS: 1 }))
      waiting.add({ checkin, since: performance.now(), resolve, reject })
      if (transactions < transactionsMax) void work()
    })
}

/** Whether the database found fault with what was to be stored (a value, a constraint, a trigger), not with itself. */
function isRefusal(err: unknown): boolean {
  const { code } = (err ?? {}) as { code?: unknown }
  return typeof code === 'string' && /^(22|23|P0)...$/.test(code)
}
