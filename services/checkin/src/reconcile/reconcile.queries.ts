import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** The next users by id, from every table: one whose account row is missing is included. */
export async function nextUsers(db: Db, after: string | null, limit: number): Promise<string[]> {
  const from = after ?? '00000000-0000-0000-0000-000000000000'
  const trace = (table: 'points_accounts' | 'points_ledger' | 'checkin_records') =>
    sql`(select distinct user_id from ${sql.table(table)} where user_id > ${from} order by 1 limit ${limit})`
  const { rows } = await sql<{ user_id: string }>`
    ${trace('points_accounts')} union ${trace('points_ledger')} union ${trace('checkin_records')}
    order by 1 limit ${limit}`.execute(db)
  return rows.map((row) => row.user_id)
}

export interface Tally {
  user_id: string
  /** Null without an account. */
  account_seq: number | null
  account_balance: number | null
  account_streak: number | null
  account_longest: number | null
  account_checkins: number | null
  account_last: string | null
  entries: number
  newest_seq: number
  amounts: number
  /** Entries whose number does not follow, or whose balance is not the sum of all amounts so far. */
  broken_entries: number
  checkin_entries: number
  records: number
  /** Those of a replaced system, which have no ledger entry. */
  imported_records: number
  /** Records without exactly their ledger entry. */
  unpaid_records: number
  /** Records whose streak does not follow from the record of the day before. */
  broken_streaks: number
  longest_streak: number
  last_day: string | null
  last_streak: number | null
}

/** Recounts everything from the rows, in one snapshot, without relying on any constraint. */
export async function tally(db: Db, userIds: string[]): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    with chosen as (select unnest(${userIds}::uuid[]) as user_id),
    entry as (
      select l.*, sum(amount) over past as running, row_number() over past as position
      from points_ledger l join chosen using (user_id)
      window past as (partition by user_id order by seq, id)
    ),
    ledger as (
      select user_id, count(*) as entries, max(seq) as newest_seq, sum(amount) as amounts,
        count(*) filter (where balance <> running or balance < 0 or seq <> position) as broken_entries,
        count(*) filter (where kind = 'checkin') as checkin_entries
      from entry group by user_id
    ),
    record as (
      select r.*, lag(checkin_date) over days as day_before, lag(streak) over days as streak_before,
        (select count(*) from points_ledger l where l.user_id = r.user_id and l.kind = 'checkin'
          and l.reference = r.id and l.amount = r.lingzhi_earned) as payments
      from checkin_records r join chosen using (user_id)
      window days as (partition by user_id order by checkin_date)
    ),
    checkins as (
      select user_id, count(*) as records, max(streak) as longest_streak, max(checkin_date) as last_day,
        (array_agg(streak order by checkin_date desc))[1] as last_streak,
        count(*) filter (where imported) as imported_records,
        count(*) filter (where payments <> case when imported then 0 else 1 end) as unpaid_records,
        count(*) filter (where streak <> case when day_before = checkin_date - 1 then streak_before + 1 else 1 end)
          as broken_streaks
      from record group by user_id
    )
    select chosen.user_id, a.seq as account_seq, a.balance as account_balance, a.streak as account_streak,
      a.longest_streak as account_longest, a.checkins as account_checkins, a.last_checkin as account_last,
      coalesce(entries, 0) as entries, coalesce(newest_seq, 0) as newest_seq, coalesce(amounts, 0)::bigint as amounts,
      coalesce(broken_entries, 0) as broken_entries, coalesce(checkin_entries, 0) as checkin_entries,
      coalesce(records, 0) as records,
      coalesce(imported_records, 0) as imported_records, coalesce(unpaid_records, 0) as unpaid_records,
      coalesce(broken_streaks, 0) as broken_streaks, coalesce(c.longest_streak, 0) as longest_streak,
      last_day, last_streak
    from chosen
    left join points_accounts a using (user_id) left join ledger using (user_id) left join checkins c using (user_id)
    order by chosen.user_id`.execute(db)
  return rows
}
