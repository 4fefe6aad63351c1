import type { Subject } from '@lingzhi/contracts/learning'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { DayCounts, EventKind } from '../events/count-events.ts'
import { dayMeasures } from '../events/count-events.ts'
import type { NewEvent } from '../events/record-events.ts'
import type { Judge } from '../mastery/fold-mastery.ts'
import type { Moments } from '../moments.ts'
import type { ReviewResult } from '../schedule/history.ts'

/** Everybody who did anything here, in the order of their ids, some at a time. */
export async function usersAfter(db: Db, after: string | undefined, limit: number): Promise<string[]> {
  const from = after === undefined ? sql`` : sql`where user_id > ${after}`
  const { rows } = await sql<{ user_id: string }>`select user_id from (
      select user_id from learner_activity union select user_id from questions union select user_id from mistakes
      union select user_id from homework_submissions
    ) learners ${from} order by user_id limit ${limit}`.execute(db)
  return rows.map(({ user_id }) => user_id)
}

interface Source {
  id: string
  kind: EventKind
  at: Date
  day: string | null
  timed: boolean
  subject: Subject | null
  result: ReviewResult | null
  judged_by: Judge | null
  assisted: boolean | null
  points: string[]
  difficulty: number | null
  pictured: boolean
  opens: boolean
  score: number | null
  score_max: number | null
}

/** What questions, mistakes, reviews and graded homework without an event would be as events, the oldest first. */
export async function missingEvents(
  trx: Db,
  { dayOf, hourOf }: Moments,
  userId: string,
  limit: number,
): Promise<NewEvent[]> {
  const { rows } = await sql<Source>`select * from (
    select q.id, 'question' as kind, q.created_at as at, null as day, true as timed, q.subject, null as result, null as judged_by,
      null::boolean as assisted, case when topic is null then '{}' else array[topic] end as points, difficulty_level as difficulty,
      coalesce(jsonb_array_length(context_data -> 'file_ids'), 0) > 0 as pictured,
      not exists (select from questions before where before.conversation_id = q.conversation_id and before.id < q.id) as opens,
      null::float8 as score, null::float8 as score_max
    from questions q where user_id = ${userId}
    union all
    select id, 'mistake', created_at, null, source <> 'homework_correction', subject, null, null, null, knowledge_points, null, false, false, null, null
    from mistakes where user_id = ${userId}
    union all
    select r.id, 'review', recorded_at, reviewed_on::text, method <> 'import', subject, result, judged_by, assisted,
      knowledge_points, null, false, false, null, null
    from reviews r join mistakes on mistakes.id = mistake_id where r.user_id = ${userId} and voided_at is null
    union all
    select id, 'submission', submitted_at, null, true, subject, null, null, null, '{}', null, false, false, null, null
    from homework_submissions where user_id = ${userId} and graded_at is not null and status <> 'failed'
    union all
    select g.id, 'item', submitted_at, null, false, subject,
      case when g.score >= points then 'correct' when g.score > 0 then 'partial' else 'incorrect' end,
      case source when 'rule' then 'rules' else source end, false, g.knowledge_points, null, false, false, g.score, points
    from homework_items i join homework_grades g on g.id = grade_id join homework_submissions s on s.id = submission_id
    where i.user_id = ${userId} and g.score is not null and graded_at is not null
  ) sources where not exists (select from learning_events where learning_events.id = sources.id)
  order by at, id limit ${limit}`.execute(trx)
  return rows.map(({ day, timed, result, judged_by, assisted, score, score_max, ...row }) => ({
    ...row,
    day: day ?? dayOf(row.at),
    ...(timed && { hour: hourOf(row.at) }),
    ...(result && { result, judged: { by: judged_by ?? 'self', assisted: assisted ?? false } }),
    ...(score !== null && score_max !== null && { score: { points: score, of: score_max } }),
  }))
}

/** Stored figures by their names; those that are 0 are left out. */
export async function storedCounts(trx: Db, userId: string): Promise<Map<string, number>> {
  const days = await sql<{ day: string; subject: string } & { [name in keyof DayCounts]: string }>`
    select day::text as day, subject, ${sql.raw(dayMeasures.join(', '))} from learning_days where user_id = ${userId}`.execute(
    trx,
  )
  const tallies = await sql<{ day: string; kind: string; key: number; n: string }>`
    select day::text as day, kind, key, n from learning_tallies where user_id = ${userId}`.execute(trx)
  const activity = await trx
    .selectFrom('learner_activity')
    .select('last_at')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const figures = new Map<string, number>()
  const set = (name: string, figure: number) => figure !== 0 && figures.set(name, figure)
  for (const { day, subject, ...row } of days.rows)
    for (const name of dayMeasures) set(`${day} ${subject} ${name}`, Number(row[name]))
  for (const { day, kind, key, n } of tallies.rows) set(`${day} ${kind} ${key}`, Number(n))
  set('last_at', activity?.last_at?.getTime() ?? 0)
  return figures
}

export const storedPoints = (trx: Db, userId: string) =>
  trx
    .selectFrom('knowledge_points')
    .select(['id', 'questions', 'mistakes', 'right', 'wrong', 'evidence_count'])
    .select(sql<string | null>`last_on::text`.as('last_on'))
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()

export async function clearCounts(trx: Db, userId: string): Promise<void> {
  await trx.deleteFrom('learning_days').where('user_id', '=', userId).execute()
  await trx.deleteFrom('learning_tallies').where('user_id', '=', userId).execute()
}
