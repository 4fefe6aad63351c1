import type { Insertable, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, JobsTable } from '../database.ts'
import { claimedBy, isForgotten, isFree } from './lease.ts'

export type Job = Selectable<JobsTable>

/** Jobs that wait and jobs that are worked on. */
export function countUnfinished(db: Db): Promise<{ status: string; count: number }[]> {
  return db
    .selectFrom('export_jobs')
    .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
    .where('status', 'in', ['queued', 'running'])
    .groupBy('status')
    .execute()
}

export function insertJob(db: Db, job: Insertable<JobsTable>): Promise<Job> {
  return db.insertInto('export_jobs').values(job).returningAll().executeTakeFirstOrThrow()
}

export function findJob(db: Db, id: string): Promise<Job | undefined> {
  return db.selectFrom('export_jobs').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A page of a user's jobs, newest first, and one more row if there is a next page. */
export function listJobs(db: Db, userId: string, limit: number, before?: string): Promise<Job[]> {
  let query = db
    .selectFrom('export_jobs')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (before) query = query.where('id', '<', before)
  return query.execute()
}

/** The user's last completed job of a shape: what an incremental one follows. */
export function lastCompleted(db: Db, userId: string, shape: string): Promise<Job | undefined> {
  return db
    .selectFrom('export_jobs')
    .selectAll()
    .where('user_id', '=', userId)
    .where('shape', '=', shape)
    .where('status', 'in', ['completed', 'expired'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * Takes a job for a run, if it waits or its worker has been silent for longer than the bound; undefined otherwise.
 * From here on the former worker can store nothing.
 */
export function claimJob(db: Db, id: string, run: string, silenceMaxMs: number): Promise<Job | undefined> {
  return db
    .updateTable('export_jobs')
    .set(claimedBy(run))
    .where('id', '=', id)
    .where(isFree(silenceMaxMs))
    .returningAll()
    .executeTakeFirst()
}

export interface Progress {
  rows: number
  bytes: number
  rowsExpected: number | null
}

/** Renews the worker's hold on the job and stores its progress; false when the job is no longer this run's. */
export async function touchJob(db: Db, id: string, run: string, progress: Progress): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('export_jobs')
    .set({
      seen_at: sql<Date>`now()`,
      rows: progress.rows,
      bytes: progress.bytes,
      rows_expected: progress.rowsExpected,
    })
    .where('id', '=', id)
    .where('run', '=', run)
    .where('status', '=', 'running')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Releases a job, for any worker to take at once. */
export async function releaseJob(db: Db, id: string, run: string): Promise<void> {
  await db
    .updateTable('export_jobs')
    .set({ seen_at: null })
    .where('id', '=', id)
    .where('run', '=', run)
    .where('status', '=', 'running')
    .execute()
}

/** Ends a job that this run holds; undefined when it no longer holds it. */
export function endJob(
  db: Db,
  id: string,
  run: string,
  end: Partial<
    Pick<Job, 'rows' | 'bytes' | 'long_cells' | 'sha256' | 'failure' | 'finished_at' | 'expires_at'>
  > & {
    status: 'completed' | 'failed'
  },
): Promise<Job | undefined> {
  return db
    .updateTable('export_jobs')
    .set(end)
    .where('id', '=', id)
    .where('run', '=', run)
    .where('status', '=', 'running')
    .returningAll()
    .executeTakeFirst()
}

/** Cancels a job that has not ended; undefined when it has. */
export function cancelJob(db: Db, id: string, at: Date): Promise<Job | undefined> {
  return db
    .updateTable('export_jobs')
    .set({ status: 'cancelled', finished_at: at })
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst()
}

/** Marks completed jobs whose file has expired. */
export function expireJobs(db: Db, at: Date): Promise<{ id: string }[]> {
  return db
    .updateTable('export_jobs')
    .set({ status: 'expired' })
    .where('status', '=', 'completed')
    .where('expires_at', '<=', at)
    .returning('id')
    .execute()
}

/** Ended jobs without a file of their own that still have parts: removing them was interrupted. */
export async function leftovers(db: Db, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom('export_parts')
    .innerJoin('export_jobs', 'export_jobs.id', 'export_parts.job_id')
    .select('job_id')
    .distinct()
    .where('status', 'in', ['failed', 'cancelled', 'expired'])
    .limit(max)
    .execute()
  return rows.map(({ job_id }) => job_id)
}

/** Jobs that have waited for a while without a worker: their queue item was lost, or never arrived. */
export async function forgotten(db: Db, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom('export_jobs')
    .select('id')
    .where(isForgotten)
    .orderBy('created_at')
    .limit(max)
    .execute()
  return rows.map(({ id }) => id)
}

/** Claims the right to write to the user; false when that has been done already. */
export async function claimNotice(db: Db, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('export_jobs')
    .set({ notified_at: at })
    .where('id', '=', id)
    .where('notified_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Releases that claim: nothing was sent. */
export async function releaseNotice(db: Db, id: string): Promise<void> {
  await db.updateTable('export_jobs').set({ notified_at: null }).where('id', '=', id).execute()
}

/** Jobs completed since an instant whose notice has not been sent. */
export function unsentNotices(db: Db, since: Date, max: number): Promise<Job[]> {
  return db
    .selectFrom('export_jobs')
    .selectAll()
    .where('status', '=', 'completed')
    .where('finished_at', '>', since)
    .where('notify_email', 'is not', null)
    .where('notified_at', 'is', null)
    .orderBy('finished_at')
    .limit(max)
    .execute()
}

export async function deleteJob(db: Db, id: string): Promise<void> {
  await db.deleteFrom('export_jobs').where('id', '=', id).execute()
}

export function jobsOfUser(db: Db, userId: string): Promise<{ id: string }[]> {
  return db.selectFrom('export_jobs').select('id').where('user_id', '=', userId).execute()
}

/** Takes back all links to a job's file, or to every file of a user. */
export async function revokeLinks(db: Db, of: { jobId: string } | { userId: string }): Promise<void> {
  await db
    .updateTable('export_jobs')
    .set((eb) => ({ link_generation: eb('link_generation', '+', 1) }))
    .$if('jobId' in of, (query) => query.where('id', '=', 'jobId' in of ? of.jobId : ''))
    .$if('userId' in of, (query) => query.where('user_id', '=', 'userId' in of ? of.userId : ''))
    .execute()
}

/** Marks a user's oldest files as expired as far as all together are more than so many bytes; the newest stays. */
export async function expireBeyond(db: Db, userId: string, bytesMax: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update export_jobs set status = 'expired' where id in (
      select id from (
        select id, sum(bytes) over newest as upto, row_number() over newest as nth
        from export_jobs where user_id = ${userId} and status = 'completed'
        window newest as (order by finished_at desc, id desc)) files
      where nth > 1 and upto > ${bytesMax}) returning id`.execute(db)
  return rows.map(({ id }) => id)
}
