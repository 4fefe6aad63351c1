import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, PartsTable } from '../database.ts'

export type Part = Selectable<PartsTable>

/** The stored parts of a file, in order. */
export function storedParts(db: Db, jobId: string): Promise<Part[]> {
  return db
    .selectFrom('export_parts')
    .selectAll()
    .where('job_id', '=', jobId)
    .where('stored', '=', true)
    .orderBy('seq')
    .execute()
}

/** All objects a file may have, stored to the end or not. */
export function objectsOf(db: Db, jobId: string): Promise<{ object: string }[]> {
  return db.selectFrom('export_parts').select('object').where('job_id', '=', jobId).execute()
}

/** Announces an object before it is stored; false when the job is no longer this run's. */
export async function announcePart(db: Db, part: Omit<Part, 'stored'>): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into export_parts (job_id, seq, run, object, rows, bytes, sha256, next_cursor, writer_state)
    select id, ${part.seq}, ${part.run}, ${part.object}, ${part.rows}, ${part.bytes}, ${part.sha256},
      ${part.next_cursor}, ${JSON.stringify(part.writer_state)}::jsonb
    from export_jobs where id = ${part.job_id} and run = ${part.run} and status = 'running'
    for update`.execute(db)
  return numAffectedRows === 1n
}

/** Marks an object as stored and the job as getting on; false when the job is no longer this run's. */
export async function confirmPart(db: Db, jobId: string, seq: number, run: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with job as (
      update export_jobs set attempts = 0 where id = ${jobId} and run = ${run} and status = 'running' returning id)
    update export_parts set stored = true from job
    where export_parts.job_id = job.id and seq = ${seq} and export_parts.run = ${run}`.execute(db)
  return numAffectedRows === 1n
}

/** Objects a former run left unfinished. */
export function unfinishedParts(db: Db, jobId: string): Promise<{ object: string; seq: number }[]> {
  return db
    .selectFrom('export_parts')
    .select(['object', 'seq'])
    .where('job_id', '=', jobId)
    .where('stored', '=', false)
    .execute()
}

/** Forgets a file's parts from one on; all of them without a number. */
export async function deleteParts(db: Db, jobId: string, from = 0): Promise<void> {
  await db.deleteFrom('export_parts').where('job_id', '=', jobId).where('seq', '>=', from).execute()
}
