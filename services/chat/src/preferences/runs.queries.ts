import { newId } from '@lingzhi/contracts/ids'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, PreferenceRunsTable, PreferenceTasksTable } from '../database.ts'

export type PreferenceRun = Selectable<PreferenceRunsTable>
export type PreferenceTask = Selectable<PreferenceTasksTable>

export interface NewRun {
  trigger: PreferenceRun['trigger']
  /** Of a run that nobody asked for. */
  periodStart?: Date
  startedBy?: string | undefined
  /** Only these, whatever their feedback numbers; without it all with new feedback. */
  userIds?: readonly string[] | undefined
  feedbackMin: number
  usersMax: number
  at: Date
}

const hasNews = sql`max(updated_at) > coalesce((select max(created_at) from preference_tasks
  where user_id = f.user_id and status in ('completed', 'skipped')), '-infinity')`

/**
 * Begins a run with a task for each person whose feedback has something new, or, where an administrator asks, for whoever has given enough; undefined when its period has one already. Who switched
 * learning off is in none.
 */
export async function beginRun(trx: Db, run: NewRun): Promise<PreferenceRun | undefined> {
  const { trigger, periodStart, startedBy, userIds, feedbackMin, usersMax, at } = run
  const id = newId()
  const inserted = await trx
    .insertInto('preference_runs')
    .values({
      id,
      period_start: periodStart ?? null,
      trigger,
      started_by: startedBy ?? null,
      users: 0,
      started_at: at,
    })
    .onConflict((conflict) => conflict.column('period_start').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return undefined
  const { rows } = await sql<{ user_id: string }>`
    select user_id from feedback f
    where (${userIds === undefined} or user_id = any(${[...(userIds ?? [])]}::uuid[]))
      and not exists (select from preference_settings where user_id = f.user_id and not learning)
    group by user_id
    having ${userIds !== undefined} or (count(*) >= ${feedbackMin} and (${trigger === 'admin'} or ${hasNews}))
    order by ${hasNews} desc, max(updated_at) limit ${usersMax}`.execute(trx)
  if (rows.length > 0)
    await sql`insert into preference_tasks (id, run_id, user_id, status, created_at)
      select id, ${id}, user_id, 'queued', ${at} from jsonb_to_recordset(${JSON.stringify(
        rows.map(({ user_id }) => ({ id: newId(), user_id })),
      )}) as of(id uuid, user_id uuid)`.execute(trx)
  return trx
    .updateTable('preference_runs')
    .set({ users: rows.length })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * Takes the oldest task that waits, or whose worker is gone; one of a person at a time. Two of a person that two workers took at the same
 * moment do not wait for each other once both are gone.
 */
export async function claimTask(
  db: Db,
  workerId: string,
  leaseMs: number,
): Promise<PreferenceTask | undefined> {
  const alive = (
    task: 'one' | 'other',
  ) => sql`exists (select from workers where workers.id = ${sql.ref(`${task}.worker_id`)}
    and workers.seen_at > clock_timestamp() - make_interval(secs => ${leaseMs / 1000}))`
  const { rows } =
    await sql<PreferenceTask>`update preference_tasks set status = 'running', worker_id = ${workerId}
    where id = (select id from preference_tasks one
      where status in ('queued', 'running') and (status = 'queued' or not ${alive('one')})
        and not exists (select from preference_tasks other
          where other.user_id = one.user_id and other.status = 'running' and other.id <> one.id and ${alive('other')})
      order by created_at, id limit 1 for update skip locked)
    returning *`.execute(db)
  return rows[0]
}

export interface TaskEnding {
  status: 'completed' | 'skipped' | 'failed'
  digest: string | null
  model_calls?: number
  tokens?: number
  added?: number
  dropped?: number
  problem?: string | null
  at: Date
}

/** False when another worker has taken it over. */
export async function endTask(
  trx: Db,
  { id, worker_id }: Pick<PreferenceTask, 'id' | 'worker_id'>,
  { at, ...ending }: TaskEnding,
): Promise<boolean> {
  const row = await trx
    .updateTable('preference_tasks')
    .set({ ...ending, ended_at: at })
    .where('id', '=', id)
    .where('worker_id', '=', worker_id)
    .where('status', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export const releaseTask = (db: Db, { id, worker_id }: Pick<PreferenceTask, 'id' | 'worker_id'>) =>
  db
    .updateTable('preference_tasks')
    .set({ status: 'queued', worker_id: null })
    .where('id', '=', id)
    .where('worker_id', '=', worker_id)
    .where('status', '=', 'running')
    .execute()

/** The digest of a person's last task that came to its end. */
export async function lastDigest(db: Db, userId: string): Promise<string | null> {
  const row = await db
    .selectFrom('preference_tasks')
    .select('digest')
    .where('user_id', '=', userId)
    .where('status', 'in', ['completed', 'skipped'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.digest ?? null
}

export const listRuns = (db: Db, limit: number, before: { started_at: string; id: string } | undefined) => {
  let query = db
    .selectFrom('preference_runs')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(limit + 1)
  if (before)
    query = query.where(
      sql<boolean>`(started_at < ${before.started_at} or (started_at = ${before.started_at} and id > ${before.id}))`,
    )
  return query.execute()
}

export async function showRun(db: Db, id: string) {
  const run = await db.selectFrom('preference_runs').selectAll().where('id', '=', id).executeTakeFirst()
  if (!run) return undefined
  const tasks = await db
    .selectFrom('preference_tasks')
    .selectAll()
    .where('run_id', '=', id)
    .orderBy('id')
    .limit(1_000)
    .execute()
  return { ...run, tasks }
}

/** When this person last asked for a run of their own. */
export async function lastRunOf(db: Db, userId: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('preference_runs')
    .select('started_at')
    .where('started_by', '=', userId)
    .where('trigger', '=', 'user')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.started_at
}

export const removeOldRuns = (db: Db, before: Date) =>
  sql`delete from preference_runs where started_at < ${before} and not exists (
    select from preference_tasks where run_id = preference_runs.id and (status in ('queued', 'running')
      or created_at = (select max(created_at) from preference_tasks other where other.user_id = preference_tasks.user_id)))`.execute(
    db,
  )
