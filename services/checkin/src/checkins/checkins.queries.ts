import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import type { Account, Db } from '../database.ts'
import type { Rewards } from './rewards.ts'

export interface NewCheckin {
  userId: string
  day: string
  at: Date
  rewards: Rewards
  correlationId: string
}

/**
 * Record, ledger entry, balance and fact, all or nothing, in one round trip (see migration 0003). Undefined
 * when the user has checked in for that day, whatever the concurrency, or was erased.
 */
export async function recordCheckin(db: Db, checkin: NewCheckin): Promise<Account | undefined> {
  const { userId, day, at, rewards, correlationId } = checkin
  const { rows } = await sql<Account | { user_id: null }>`select * from record_checkin(
    ${userId}, ${day}, ${at}, ${rewards}, ${newId()}, ${newId()}, ${newId()}, ${correlationId})`.execute(db)
  const row = rows[0]
  return row && row.user_id !== null ? row : undefined
}

/** The user's account with what its last check-in earned; undefined for a user without movements. */
export function findAccount(db: Db, userId: string) {
  return db
    .selectFrom('points_accounts as account')
    .leftJoin('checkin_records as record', (join) =>
      join
        .onRef('record.user_id', '=', 'account.user_id')
        .onRef('record.checkin_date', '=', 'account.last_checkin'),
    )
    .selectAll('account')
    .select('record.lingzhi_earned')
    .where('account.user_id', '=', userId)
    .executeTakeFirst()
}

/** The records of the days from one through another (YYYY-MM-DD), newest first. */
export function recordsBetween(db: Db, userId: string, from: string, through: string) {
  return db
    .selectFrom('checkin_records')
    .select(['checkin_date', 'lingzhi_earned', 'streak'])
    .where('user_id', '=', userId)
    .where('checkin_date', '>=', from)
    .where('checkin_date', '<=', through)
    .orderBy('checkin_date', 'desc')
    .execute()
}
