import { gather } from '@lingzhi/db/gather'
import type { Account, Db } from '../database.ts'
import type { NewCheckin } from './checkins.queries.ts'
import { recordCheckins } from './checkins.queries.ts'
import type { Rewards } from './rewards.ts'

/** Undefined when the user has already checked in for that day, also by a concurrent request, or was forgotten. */
export type RecordCheckin = (checkin: NewCheckin) => Promise<Account | undefined>

/**
 * Stores check-ins that arrive at the same time together (see gather), each recorded or refused on its own: a user's
 * second check-in is left to a later transaction, which refuses it. Two transactions, so that one user's locked row does
 * not hold up all others.
 */
export const gatherCheckins = (db: Db, rewards: Rewards): RecordCheckin =>
  gather(
    db,
    async (checkins: NewCheckin[]) => {
      const accounts = await recordCheckins(db, checkins, rewards)
      return checkins.map(({ userId }) => accounts.get(userId))
    },
    { batchesMax: 2, keyOf: ({ userId }) => userId },
  )
