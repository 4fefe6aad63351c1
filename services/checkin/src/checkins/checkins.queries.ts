import { newId } from '@lingzhi/contracts/ids'
import type { Db } from '../database.ts'
import { dayBefore } from './calendar.ts'

/** Adds the record of a day; undefined when the user already has one for it, whatever the concurrency. */
export function insertRecord(
  db: Db,
  record: { userId: string; day: string; streak: number; lingzhiEarned: number; at: Date },
) {
  return db
    .insertInto('checkin_records')
    .values({
      id: newId(),
      user_id: record.userId,
      checkin_date: record.day,
      streak: record.streak,
      lingzhi_earned: record.lingzhiEarned,
      created_at: record.at,
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'checkin_date']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

export function findRecord(db: Db, userId: string, day: string) {
  return db
    .selectFrom('checkin_records')
    .selectAll()
    .where('user_id', '=', userId)
    .where('checkin_date', '=', day)
    .executeTakeFirst()
}

/** Consecutive days up to yesterday: what today's check-in continues. 0 after a missed day. */
export async function streakBefore(db: Db, userId: string, day: string): Promise<number> {
  return (await findRecord(db, userId, dayBefore(day)))?.streak ?? 0
}

/** The records of one month (YYYY-MM), newest first. */
export function recordsOfMonth(db: Db, userId: string, month: string) {
  return db
    .selectFrom('checkin_records')
    .select(['checkin_date', 'lingzhi_earned', 'streak'])
    .where('user_id', '=', userId)
    .where('checkin_date', '>=', `${month}-01`)
    .where('checkin_date', '<=', lastDay(month))
    .orderBy('checkin_date', 'desc')
    .execute()
}

function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** Longest streak ever and number of check-ins. */
export function totalsOf(db: Db, userId: string) {
  return db
    .selectFrom('checkin_records')
    .select((eb) => [eb.fn.max('streak').as('longest'), eb.fn.countAll<number>().as('count')])
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
}
