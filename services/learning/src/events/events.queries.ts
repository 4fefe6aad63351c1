import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { StoredEvent } from '../progress-tables.ts'
import type { EventCounts } from './count-events.ts'
import { dayMeasures } from './count-events.ts'

export type NewEventRow = Omit<StoredEvent, 'number' | 'user_id' | 'voided_at' | 'rating'>

/** Stores events that are not known yet, in their order; returns the ids of these. */
export async function insertEvents(
  trx: Db,
  userId: string,
  events: readonly NewEventRow[],
): Promise<Set<string>> {
  const stored = await trx
    .insertInto('learning_events')
    .values(events.map((event) => ({ ...event, user_id: userId })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute()
  return new Set(stored.map(({ id }) => id))
}

const eventColumns = [
  ...([
    'id',
    'number',
    'user_id',
    'kind',
    'at',
    'hour',
    'subject',
    'result',
    'difficulty',
    'pictured',
  ] as const),
  ...(['opens', 'score', 'score_max', 'rating', 'point_ids', 'voided_at'] as const),
] as const
const events = (db: Db) =>
  db.selectFrom('learning_events').select(eventColumns).select(sql<string>`day::text`.as('day'))

/** A learner's events in their order, some at a time. */
export async function eventsAfter(
  trx: Db,
  userId: string,
  after: Pick<StoredEvent, 'at' | 'number'> | undefined,
  limit: number,
): Promise<StoredEvent[]> {
  let query = events(trx).where('user_id', '=', userId)
  if (after)
    query = query.where(sql<boolean>`(at, number) > (${after.at}::timestamptz, ${after.number}::bigint)`)
  return (await query.orderBy('at').orderBy('number').limit(limit).execute()) as StoredEvent[]
}

/** Events of a learner that count, among these. */
export const countedEvents = async (
  trx: Db,
  userId: string,
  ids: readonly string[],
): Promise<StoredEvent[]> =>
  (await events(trx)
    .where('user_id', '=', userId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('voided_at', 'is', null)
    .execute()) as StoredEvent[]

export async function voidEvents(trx: Db, ids: readonly string[], at: Date): Promise<void> {
  await trx
    .updateTable('learning_events')
    .set({ voided_at: at })
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
}

const measures = sql.raw(dayMeasures.join(', '))
const measuresTyped = sql.raw(dayMeasures.map((name) => `${name} bigint`).join(', '))
const added = sql.raw(dayMeasures.map((name) => `${name} = d.${name} + excluded.${name}`).join(', '))

/** Adds what was counted to what is stored, in one statement. */
export async function addCounts(
  trx: Db,
  userId: string,
  { days, tallies, lastAt }: EventCounts,
): Promise<void> {
  await sql`with counted as (
      insert into learning_days as d (user_id, day, subject, ${measures})
      select ${userId}::uuid, day, subject, ${measures}
        from jsonb_to_recordset(${JSON.stringify([...days.values()])}::jsonb) as came (day date, subject text, ${measuresTyped})
      on conflict (user_id, day, subject) do update set ${added}
    ), tallied as (
      insert into learning_tallies as t (user_id, day, kind, key, n)
      select ${userId}::uuid, day, kind, key, n
        from jsonb_to_recordset(${JSON.stringify([...tallies.values()])}::jsonb) as came (day date, kind text, key smallint, n bigint)
      on conflict (user_id, day, kind, key) do update set n = t.n + excluded.n
    ) update learner_activity set last_at = ${lastAt}::timestamptz where user_id = ${userId}`.execute(trx)
}

/** Counts questions or mistakes of knowledge points. */
export async function countPoints(
  trx: Db,
  counts: ReadonlyMap<string, { questions: number; mistakes: number }>,
): Promise<void> {
  const list = [...counts].map(([id, count]) => ({ id, ...count }))
  if (list.length === 0) return
  await sql`update knowledge_points set questions = knowledge_points.questions + came.questions,
      mistakes = knowledge_points.mistakes + came.mistakes
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as came (id uuid, questions integer, mistakes integer)
    where knowledge_points.id = came.id`.execute(trx)
}

/** Takes the knowledge points from events, and removes those that are left without anything. */
export async function unlinkPoints(trx: Db, userId: string, eventIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; questions: number; mistakes: number }>`with unlinked as (
      select id, kind, point_ids from learning_events
      where user_id = ${userId} and id = any(${[...eventIds]}::uuid[]) and point_ids <> '{}' for update
    ), cleared as (
      update learning_events set point_ids = '{}' from unlinked where learning_events.id = unlinked.id
    ) select point as id, -count(*) filter (where kind = 'question')::int as questions,
      -count(*) filter (where kind = 'mistake')::int as mistakes from unlinked, unnest(unlinked.point_ids) point group by 1`.execute(
    trx,
  )
  await countPoints(trx, new Map(rows.map(({ id, ...counts }) => [id, counts])))
  await sql`with gone as (
      delete from knowledge_points where id = any(${rows.map(({ id }) => id)}::uuid[])
        and questions <= 0 and mistakes <= 0 and not exists (select from mastery_evidence where point_id = knowledge_points.id)
      returning 1
    ) update learner_activity set points = points - (select count(*) from gone) where user_id = ${userId}`.execute(
    trx,
  )
}
