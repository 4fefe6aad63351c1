import type { Insertable, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, ImportJobsTable } from '../../database.ts'
import { claimedBy, isForgotten, isFree } from '../../jobs/lease.ts'
import type { Checked, Tally } from '../tally.ts'

export type ImportJob = Selectable<ImportJobsTable>

export function insertImport(db: Db, job: Insertable<ImportJobsTable>): Promise<ImportJob> {
  return db.insertInto('import_jobs').values(job).returningAll().executeTakeFirstOrThrow()
}

export function findImport(db: Db, id: string): Promise<ImportJob | undefined> {
  return db.selectFrom('import_jobs').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A page of the imports a user started, newest first, and one more row if there is a next page. */
export function listImportsOf(db: Db, userId: string, limit: number, before?: string): Promise<ImportJob[]> {
  let query = db
    .selectFrom('import_jobs')
    .selectAll()
    .where('requested_by', '=', userId)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (before) query = query.where('id', '<', before)
  return query.execute()
}

/** Ends an upload: the import waits for a worker. Undefined when it was no upload any more. */
export function queueImport(
  db: Db,
  id: string,
  file: { bytes: number; sha256: string | null },
): Promise<ImportJob | undefined> {
  return db
    .updateTable('import_jobs')
    .set({ status: 'queued', seen_at: null, run: null, ...file })
    .where('id', '=', id)
    .where('status', '=', 'uploading')
    .returningAll()
    .executeTakeFirst()
}

/** As claimJob does for exports. */
export function claimImport(
  db: Db,
  id: string,
  run: string,
  silenceMaxMs: number,
): Promise<ImportJob | undefined> {
  return db
    .updateTable('import_jobs')
    .set(claimedBy(run))
    .where('id', '=', id)
    .where(isFree(silenceMaxMs))
    .returningAll()
    .executeTakeFirst()
}

const mine = (db: Db, id: string, run: string) =>
  db.updateTable('import_jobs').where('id', '=', id).where('run', '=', run).where('status', '=', 'running')

/** Renews the worker's hold on the import; false when it is no longer this run's. */
export async function touchImport(db: Db, id: string, run: string, readBytes: number): Promise<boolean> {
  const { numUpdatedRows } = await mine(db, id, run)
    .set({ seen_at: sql<Date>`now()`, read_bytes: readBytes })
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Keeps how far an import has come: another worker goes on from there. False when it is no longer this run's. */
export async function keepProgress(
  db: Db,
  id: string,
  run: string,
  progress: {
    format?: string
    checked?: Checked
    tally?: Tally
    next_batch?: number
    phase?: 'reading' | 'storing'
  },
): Promise<boolean> {
  const { checked, tally, ...rest } = progress
  const { numUpdatedRows } = await mine(db, id, run)
    .set({
      ...rest,
      ...(checked && { checked: JSON.stringify(checked) }),
      ...(tally && { tally: JSON.stringify(tally) }),
      seen_at: sql<Date>`now()`,
      attempts: 0,
    })
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function releaseImport(db: Db, id: string, run: string): Promise<void> {
  await mine(db, id, run).set({ seen_at: null }).execute()
}

/** Ends an import that this run holds; false when it no longer holds it. */
export async function endImport(
  db: Db,
  id: string,
  run: string,
  end: { status: 'completed' | 'failed'; failure?: object; finished_at: Date },
): Promise<boolean> {
  const { failure, ...rest } = end
  const { numUpdatedRows } = await mine(db, id, run)
    .set({ ...rest, ...(failure && { failure: JSON.stringify(failure) }) })
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Cancels an import that has not ended; undefined when it has. */
export function cancelImportRow(db: Db, id: string, at: Date): Promise<ImportJob | undefined> {
  return db
    .updateTable('import_jobs')
    .set({ status: 'cancelled', finished_at: at })
    .where('id', '=', id)
    .where('status', 'in', ['uploading', 'queued', 'running'])
    .returningAll()
    .executeTakeFirst()
}

export async function deleteImportRow(db: Db, id: string): Promise<void> {
  await db.deleteFrom('import_jobs').where('id', '=', id).execute()
}

/** Imports for a user, and those a user started for others. */
export function importsAbout(db: Db, userId: string): Promise<{ id: string }[]> {
  return db
    .selectFrom('import_jobs')
    .select('id')
    .where((eb) => eb.or([eb('user_id', '=', userId), eb('requested_by', '=', userId)]))
    .execute()
}

/** Imports without a worker for a while: their queue item was lost, or never arrived. */
export async function forgottenImports(db: Db, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom('import_jobs')
    .select('id')
    .where(isForgotten)
    .orderBy('created_at')
    .limit(max)
    .execute()
  return rows.map(({ id }) => id)
}

/** Says that a file still comes in, within the request that started its import. */
export async function touchUpload(db: Db, id: string, receiver: string): Promise<void> {
  await db
    .updateTable('import_jobs')
    .set({ seen_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('run', '=', receiver)
    .where('status', '=', 'uploading')
    .execute()
}

/** Uploads that nobody has gone on with since, and those whose receiver is gone. */
export async function abandonedUploads(
  db: Db,
  since: Date,
  silenceMaxMs: number,
  max: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('import_jobs')
    .select('id')
    .where('status', '=', 'uploading')
    .where((eb) =>
      eb.or([
        eb(eb.fn.coalesce('seen_at', 'created_at'), '<', since),
        sql<boolean>`run is not null and coalesce(seen_at, created_at) < now() - ${`${silenceMaxMs} milliseconds`}::interval`,
      ]),
    )
    .limit(max)
    .execute()
  return rows.map(({ id }) => id)
}

/** Ended imports that still have a file: dry runs for as long as they may, the others because removing it was interrupted. */
export async function filesToRemove(db: Db, dryRunsEndedBefore: Date, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom('import_parts')
    .innerJoin('import_jobs', 'import_jobs.id', 'import_parts.job_id')
    .select('job_id')
    .distinct()
    .where('status', 'in', ['completed', 'failed', 'cancelled'])
    .where((eb) =>
      eb.or([
        eb('status', '<>', 'completed'),
        eb('dry_run', '=', false),
        eb('finished_at', '<', dryRunsEndedBefore),
      ]),
    )
    .limit(max)
    .execute()
  return rows.map(({ job_id }) => job_id)
}

export async function countUnfinishedImports(db: Db, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('import_jobs')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('requested_by', '=', userId)
    .where('status', 'in', ['uploading', 'queued', 'running'])
    .executeTakeFirstOrThrow()
  return count
}

export async function countImportStarts(db: Db, userId: string, since: Date) {
  return await db
    .selectFrom('import_starts')
    .select(({ fn }) => [fn.countAll<number>().as('recent'), fn.min('started_at').as('oldest')])
    .where('user_id', '=', userId)
    .where('started_at', '>', since)
    .executeTakeFirstOrThrow()
}

/** Records that the user starts an import, and deletes records of starts up to an instant. */
export async function noteImportStart(trx: Db, userId: string, at: Date, until: Date): Promise<void> {
  await trx
    .deleteFrom('import_starts')
    .where('user_id', '=', userId)
    .where('started_at', '<=', until)
    .execute()
  await trx.insertInto('import_starts').values({ user_id: userId, started_at: at }).execute()
}

export async function forgetImportStarts(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('import_starts').where('user_id', '=', userId).execute()
}
