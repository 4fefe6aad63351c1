import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, ImportPartsTable } from '../../database.ts'

export type ImportPart = Selectable<ImportPartsTable>

/** The stored parts of a file, in order. */
export function uploadedParts(db: Db, jobId: string): Promise<ImportPart[]> {
  return db
    .selectFrom('import_parts')
    .selectAll()
    .where('job_id', '=', jobId)
    .where('stored', '=', true)
    .orderBy('number')
    .execute()
}

/** All objects an upload may have left. */
export function uploadedObjects(db: Db, jobId: string): Promise<{ object: string }[]> {
  return db.selectFrom('import_parts').select('object').where('job_id', '=', jobId).execute()
}

/** Bytes of files that wait to be imported: of one user, and of everybody. */
export async function uploadedBytes(db: Db, userId: string): Promise<{ own: number; all: number }> {
  const { rows } = await sql<{ own: number; all: number }>`
    select coalesce(sum(p.bytes), 0)::float8 as all,
      coalesce(sum(p.bytes) filter (where j.requested_by = ${userId}), 0)::float8 as own
    from import_parts p join import_jobs j on j.id = p.job_id`.execute(db)
  return rows[0] ?? { own: 0, all: 0 }
}

/** Makes uploads wait for each other while one more part is counted, so that quotas hold for parts at once. */
export async function lockUploads(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(7140930)`.execute(trx)
}

/** Announces an object before it is stored; false when its import takes no more parts. */
export async function announcePart(
  trx: Db,
  part: Pick<ImportPart, 'job_id' | 'number' | 'object' | 'bytes' | 'sha256'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into import_parts (job_id, number, object, bytes, sha256)
    select id, ${part.number}, ${part.object}, ${part.bytes}, ${part.sha256}
    from import_jobs where id = ${part.job_id} and status = 'uploading' for update`.execute(trx)
  return numAffectedRows === 1n
}

/**
 * Marks an object as stored, in place of one that was uploaded under its number before; returns the objects that are no longer
 * needed, or undefined when the import takes no more parts.
 */
export async function confirmPart(
  db: Db,
  { job_id, number, object }: Pick<ImportPart, 'job_id' | 'number' | 'object'>,
): Promise<string[] | undefined> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql`update import_jobs set seen_at = now(), bytes = 0
      where id = ${job_id} and status = 'uploading' returning id`.execute(trx)
    if (rows.length === 0) return undefined
    const { rows: replaced } = await sql<{ object: string }>`
      select object from import_parts where job_id = ${job_id} and number = ${number} and object <> ${object}
        and stored`.execute(trx)
    await sql`update import_parts set stored = (object = ${object})
      where job_id = ${job_id} and number = ${number}`.execute(trx)
    await sql`update import_jobs set bytes = (select coalesce(sum(bytes), 0) from import_parts
      where job_id = ${job_id} and stored) where id = ${job_id}`.execute(trx)
    return replaced.map((row) => row.object)
  })
}

export async function forgetObject(db: Db, jobId: string, object: string): Promise<void> {
  await db.deleteFrom('import_parts').where('job_id', '=', jobId).where('object', '=', object).execute()
}

/** Takes parts with higher numbers out of a file that is still uploaded; their objects go with the import's others. */
export async function dropPartsBeyond(db: Db, jobId: string, last: number): Promise<void> {
  await sql`update import_parts set stored = false where job_id = ${jobId} and number > ${last}
    and exists (select from import_jobs where id = ${jobId} and status = 'uploading')`.execute(db)
}

/** Gives the file of a dry run to the import that follows it; false when another one has it. */
export async function moveParts(trx: Db, from: string, to: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('import_parts')
    .set({ job_id: to })
    .where('job_id', '=', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
