import { sql } from 'kysely'
import type { Db } from '../database.ts'

export interface NotebookCounts {
  total: number
  learning: number
  reviewing: number
  mastered: number
  forgotten: number
  starred: number
  due: number
  by_subject: Record<string, number>
  by_difficulty: Record<string, number>
  by_knowledge_point: Record<string, number>
}

/** Knowledge points told; the most frequent. */
const pointsMax = 20

/** What is in a learner's notebook, in one statement. */
export async function countNotebook(db: Db, userId: string, today: string): Promise<NotebookCounts> {
  const { rows } = await sql<NotebookCounts>`with own as materialized (
      select status, subject, difficulty_level, starred, due_on, knowledge_points from mistakes where user_id = ${userId})
    select count(*)::int as total,
      count(*) filter (where status = 'learning')::int as learning,
      count(*) filter (where status = 'reviewing')::int as reviewing,
      count(*) filter (where status = 'mastered')::int as mastered,
      count(*) filter (where status = 'forgotten')::int as forgotten,
      count(*) filter (where starred)::int as starred,
      count(*) filter (where due_on <= ${today}::date)::int as due,
      coalesce((select jsonb_object_agg(subject, n) from (select subject, count(*) n from own group by 1) s), '{}') as by_subject,
      coalesce((select jsonb_object_agg(difficulty_level, n) from
        (select difficulty_level, count(*) n from own group by 1) d), '{}') as by_difficulty,
      coalesce((select jsonb_object_agg(point, n) from (select point, count(*) n from own, unnest(knowledge_points) point
        group by 1 order by 2 desc, 1 limit ${pointsMax}) p), '{}') as by_knowledge_point
    from own`.execute(db)
  const [counts] = rows
  if (!counts) throw new Error('an aggregate without a row')
  return counts
}

/** So many days back a streak is counted. */
const streakDaysMax = 400

/** The dates with reviews up to today, the newest first. */
export async function reviewDays(db: Db, userId: string, today: string) {
  const { rows } = await sql<{ day: string; reviews: number }>`
    select reviewed_on::text as day, count(*)::int as reviews from reviews
    where user_id = ${userId} and voided_at is null and reviewed_on > ${today}::date - ${streakDaysMax}::int
    group by reviewed_on order by reviewed_on desc`.execute(db)
  return rows
}

/** How many mistakes were reviewed on a day. */
export async function countReviewedOn(db: Db, userId: string, day: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(distinct mistake_id)::int as count from reviews
    where user_id = ${userId} and voided_at is null and reviewed_on = ${day}::date`.execute(db)
  return rows[0]?.count ?? 0
}

/** How many mistakes are due up to a day. */
export async function countDue(db: Db, userId: string, day: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from mistakes
    where user_id = ${userId} and due_on <= ${day}::date`.execute(db)
  return rows[0]?.count ?? 0
}
