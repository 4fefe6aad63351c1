import type { Subject } from '@lingzhi/contracts/learning'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { DayCounts } from '../events/count-events.ts'
import { dayMeasures } from '../events/count-events.ts'

export interface Span {
  userId: string
  /** Both included; undefined: without an end on that side. */
  from?: string | undefined
  to?: string | undefined
}

const sums = sql.raw(dayMeasures.map((name) => `sum(${name})::float8 as ${name}`).join(', '))
const within = ({ userId, from, to }: Span) => sql`user_id = ${userId}
  ${from === undefined ? sql`` : sql`and day >= ${from}::date`} ${to === undefined ? sql`` : sql`and day <= ${to}::date`}`
/** A day on which something happened that was not taken back. */
const lived = sql`questions + mistakes + reviews + submissions + items > 0`

/** What is counted of a span, by subject. */
export async function countsBySubject(db: Db, span: Span) {
  const { rows } = await sql<{ subject: Subject; days: number } & DayCounts>`
    select subject, count(*) filter (where ${lived})::int as days, ${sums} from learning_days where ${within(span)}
    group by subject order by subject`.execute(db)
  return rows
}

/** What is counted of each day of a span that has anything, in order. */
export async function countsByDay(db: Db, span: Span) {
  const { rows } = await sql<{ day: string } & DayCounts>`
    select day::text as day, ${sums} from learning_days where ${within(span)} group by day order by day`.execute(
    db,
  )
  return rows
}

/** The days of a span on which something was done. */
export async function studyDays(db: Db, span: Span): Promise<number> {
  const { rows } = await sql<{ days: number }>`select count(distinct day)::int as days from learning_days
    where ${within(span)} and ${lived}`.execute(db)
  return rows[0]?.days ?? 0
}

export interface Streaks {
  current: number
  longest: number
}

/** Days in a row with something done: up to today, or to yesterday while today has nothing yet; and the longest ever. */
export async function streaksOf(db: Db, userId: string, today: string): Promise<Streaks> {
  const { rows } = await sql<Streaks>`with days as (
      select distinct day from learning_days where user_id = ${userId} and ${lived} and day <= ${today}::date
    ), numbered as (select day, day - (row_number() over (order by day))::int as run from days
    ), runs as (select max(day) as last, count(*)::int as days from numbered group by run)
    select coalesce(max(days), 0) as longest,
      coalesce(max(days) filter (where last >= ${today}::date - 1), 0) as current from runs`.execute(db)
  return rows[0] ?? { current: 0, longest: 0 }
}

/** The key that is counted most often in a span; undefined when none is. */
export async function mostFrequent(
  db: Db,
  span: Span,
  kind: 'hour' | 'difficulty',
): Promise<number | undefined> {
  const { rows } = await sql<{
    key: number
  }>`select key from learning_tallies where ${within(span)} and kind = ${kind}
    group by key order by sum(n) desc, key limit 1`.execute(db)
  return rows[0]?.key
}

/** Since when and until when something was done. */
export async function activityOf(db: Db, userId: string) {
  const { rows } = await sql<{ first_day: string | null; last_at: Date | null }>`select
    (select min(day)::text from learning_days where user_id = ${userId}) as first_day,
    (select last_at from learner_activity where user_id = ${userId}) as last_at`.execute(db)
  return rows[0] ?? { first_day: null, last_at: null }
}
