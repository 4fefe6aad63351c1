import { sql } from 'kysely'
import type { Db } from '../database.ts'
import { percentOf } from './submission-views.ts'
import type { Submission } from './tables.ts'

interface Asked {
  userId: string
  from: string
  to: string
  timeZone: string
}

const recentMax = 10

/** The counts of a learner's submissions of these days, in one reading of them. */
export async function statsOf(
  db: Db,
  { userId, from, to, timeZone }: Asked,
  granularity: 'day' | 'week' | 'month',
) {
  const day = sql`(submitted_at at time zone ${timeZone})::date`
  const { rows } = await sql<{
    status: Submission['status']
    subject: Submission['subject']
    grade_level: number | null
    period: string
    count: number
    scored: number
    sum: number | null
  }>`
    select status, subject, grade_level, date_trunc(${granularity}, ${day}::timestamp)::date::text as period,
      count(*)::int as count, count(score)::int as scored, sum(score / nullif(score_max, 0)) * 100 as sum
    from homework_submissions where user_id = ${userId}
      and submitted_at >= (${from}::date::timestamp at time zone ${timeZone})
      and submitted_at < ((${to}::date + 1)::timestamp at time zone ${timeZone})
    group by 1, 2, 3, 4`.execute(db)
  const recent = await db
    .selectFrom('homework_submissions')
    .select(['id', 'title', 'subject', 'score', 'score_max', 'submitted_at'])
    .where('user_id', '=', userId)
    .where('score', 'is not', null)
    .orderBy('id', 'desc')
    .limit(recentMax)
    .execute()
  type Row = (typeof rows)[number]
  const count = (some: readonly Row[]) => some.reduce((sum, row) => sum + row.count, 0)
  const average_score = (some: readonly Row[]) => {
    const scored = some.reduce((sum, row) => sum + row.scored, 0)
    const sum = some.reduce((sum, row) => sum + (row.sum ?? 0), 0)
    return scored === 0 ? null : Math.round((sum / scored) * 100) / 100
  }
  const of = (...statuses: Submission['status'][]) =>
    count(rows.filter(({ status }) => statuses.includes(status)))
  const grouped = <Key extends string | number | null>(keyOf: (row: Row) => Key) =>
    [...Map.groupBy(rows, keyOf)].map(([key, some]) => ({
      key,
      count: count(some),
      average_score: average_score(some),
    }))
  return {
    total: count(rows),
    completed: of('graded'),
    processing: of('uploaded', 'transcribing', 'transcribed', 'grading'),
    needs_review: of('needs_review'),
    failed: of('failed'),
    average_score: average_score(rows),
    by_subject: grouped(({ subject }) => subject)
      .map(({ key, ...rest }) => ({ subject: key, ...rest }))
      .sort((a, b) => b.count - a.count || (a.subject < b.subject ? -1 : 1)),
    by_grade: grouped(({ grade_level }) => grade_level)
      .map(({ key, ...rest }) => ({ grade_level: key, ...rest }))
      .sort((a, b) => (a.grade_level ?? 0) - (b.grade_level ?? 0)),
    time_trend: grouped(({ period }) => period)
      .map(({ key, ...rest }) => ({ date: key, ...rest }))
      .sort((a, b) => (a.date < b.date ? -1 : 1)),
    recent_performance: recent.map(({ id, title, subject, score, score_max, submitted_at }) => ({
      ...{ id, title, subject, overall_score: percentOf(score, score_max) },
      submitted_at: submitted_at.toISOString(),
    })),
  }
}
