import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** The user's opening entry, if there is one. */
export function openingOf(db: Db, userId: string) {
  return db
    .selectFrom('points_ledger')
    .select('amount')
    .where('user_id', '=', userId)
    .where('kind', '=', 'opening')
    .executeTakeFirst()
}

export async function wasErased(db: Db, userId: string): Promise<boolean> {
  const { rows } =
    await sql`select from erasures where user_digest = sha256(uuid_send(${userId}::uuid))`.execute(db)
  return rows.length > 0
}

/** Of these days those that are here already, and the first day that was earned here: what lies behind it is not touched. */
export async function daysHere(db: Db, userId: string) {
  const rows = await db
    .selectFrom('checkin_records')
    .select(['checkin_date', 'imported'])
    .where('user_id', '=', userId)
    .orderBy('checkin_date')
    .execute()
  return {
    days: new Set(rows.map(({ checkin_date }) => checkin_date)),
    firstOwn: rows.find(({ imported }) => !imported)?.checkin_date,
    lastImported: rows.findLast(({ imported }) => imported)?.checkin_date,
  }
}

export interface PastCheckin {
  date: string
  streak: number
  earned: number
  at: Date
}

/** Adds days of a replaced system; the account's row, which must be there, keeps what a reader sees of them. */
export async function addPastCheckins(trx: Db, userId: string, checkins: PastCheckin[]): Promise<void> {
  if (checkins.length === 0) return
  const rows = checkins.map(({ date, streak, earned, at }) => ({ id: newId(), date, streak, earned, at }))
  await sql`insert into checkin_records
      (id, user_id, checkin_date, streak, lingzhi_earned, created_at, imported)
    select id, ${userId}::uuid, date, streak, earned, at, true
    from json_to_recordset(${JSON.stringify(rows)})
      as of(id uuid, date date, streak integer, earned integer, at timestamptz)`.execute(trx)
  await sql`update points_accounts a set
      last_checkin = newest.checkin_date, streak = newest.streak,
      longest_streak = newest.longest, checkins = newest.count
    from (
      select checkin_date, streak, max(streak) over () as longest, count(*) over () as count
      from checkin_records where user_id = ${userId} order by checkin_date desc limit 1
    ) newest
    where a.user_id = ${userId}`.execute(trx)
}
