import type { Db } from '../database.ts'

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

/** Uploads that nothing was heard of for too long: their sender left, or the process that received them died. */
export async function givenUp(db: Db, at: Date, max: number): Promise<string[]> {
  const query = db
    .selectFrom('files')
    .select('id')
    .where('status', '=', 'uploading')
    .where('removed_at', 'is', null)
    .where('expires_at', '<=', at)
  return idsOf(await query.limit(max).execute())
}

/** Removed files whose objects may still be there: removing them was interrupted. */
export async function removed(db: Db, before: Date, max: number): Promise<string[]> {
  return idsOf(
    await db.selectFrom('files').select('id').where('removed_at', '<=', before).limit(max).execute(),
  )
}

/** Rejected files that still have objects. */
export async function withLeftovers(db: Db, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom('files')
    .innerJoin('file_objects', 'file_objects.file_id', 'files.id')
    .select('files.id')
    .distinct()
    .where('status', '=', 'rejected')
    .where('removed_at', 'is', null)
    .limit(max)
    .execute()
  return idsOf(rows)
}

/** Rejected files that their owner has had time to see. */
export async function oldRejected(db: Db, before: Date, max: number): Promise<string[]> {
  const query = db
    .selectFrom('files')
    .select('id')
    .where('status', '=', 'rejected')
    .where('removed_at', 'is', null)
    .where('ended_at', '<=', before)
  return idsOf(await query.limit(max).execute())
}
