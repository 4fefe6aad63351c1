import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import type { Account, Db } from '../database.ts'
import type { Rewards } from './rewards.ts'

export interface NewCheckin {
  userId: string
  day: string
  at: Date
  correlationId: string
  /** The current trace, for its fact; undefined outside a trace. */
  traceparent: string | undefined
}

/**
 * Records, ledger entries, balances and facts of several users, all or nothing, in one round trip (see migration
 * 0006); each user once. The accounts of those who have not checked in for that day, by user.
 */
export async function recordCheckins(
  db: Db,
  checkins: NewCheckin[],
  rewards: Rewards,
): Promise<Map<string, Account>> {
  const rows = checkins.map(({ userId, day, at, correlationId, traceparent }) => ({
    user_id: userId,
    day,
    at,
    record_id: newId(),
    entry_id: newId(),
    fact_id: newId(),
    correlation_id: correlationId,
    traceparent,
  }))
  const { rows: accounts } = await sql<Account>`
    select * from record_checkins(${JSON.stringify(rows)}, ${rewards})`.execute(db)
  return new Map(accounts.map((account) => [account.user_id, account]))
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
