import { sql } from 'kysely'
import type { Db, ReferenceKind, StoredFile } from '../database.ts'

export interface Reference {
  kind: ReferenceKind
  id: string
}

/** The user's files among these, in no promised order; locked against removal when they are about to be referred to. */
export function filesOfUser(trx: Db, userId: string, ids: string[], locked: boolean): Promise<StoredFile[]> {
  let query = trx
    .selectFrom('files')
    .selectAll()
    .where('id', 'in', ids)
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .where('status', '<>', 'uploading')
    .orderBy('id')
  if (locked) query = query.forUpdate()
  return query.execute()
}

/** Something refers to these files from now on: they stay as long as it does. Idempotent. */
export async function addReferences(trx: Db, ids: string[], { kind, id }: Reference): Promise<void> {
  await trx
    .insertInto('file_references')
    .values(ids.map((file_id) => ({ file_id, kind, ref_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await trx.updateTable('files').set({ unreferenced_at: null }).where('id', 'in', ids).execute()
}

/** A page of what refers to a file, the newest first as ids tell it, with one more row if there is a next page, and how many do. */
export async function referencesOf(
  db: Db,
  fileId: string,
  { limit, before }: { limit: number; before?: [id: string, kind: ReferenceKind] | undefined },
): Promise<{ found: Reference[]; total: number }> {
  const of = db.selectFrom('file_references').where('file_id', '=', fileId)
  let query = of
    .select(['kind', 'ref_id as id'])
    .orderBy('ref_id', 'desc')
    .orderBy('kind', 'desc')
    .limit(limit + 1)
  if (before)
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('ref_id', 'kind'), '<', tuple(...before)))
  const [found, { total }] = await Promise.all([
    query.execute(),
    of.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { found, total: Number(total) }
}

/** These are gone, and what only they referred to has been of no use from now on. Idempotent. */
export async function removeReferences(trx: Db, kind: ReferenceKind, ids: string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  const removed = await trx
    .deleteFrom('file_references')
    .where('kind', '=', kind)
    .where('ref_id', 'in', ids)
    .returning('file_id')
    .execute()
  const files = [...new Set(removed.map(({ file_id }) => file_id))].sort()
  if (files.length === 0) return
  // Locked in one order; who refers to one of them at this moment has it locked, and is seen.
  await trx.selectFrom('files').select('id').where('id', 'in', files).orderBy('id').forUpdate().execute()
  await trx
    .updateTable('files')
    .set({ unreferenced_at: at })
    .where('id', 'in', files)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('file_references as r').select('r.file_id').whereRef('r.file_id', '=', 'files.id')),
      ),
    )
    .execute()
}

/** Whether nothing refers to a file, as it stands in this transaction. */
export async function isUnreferenced(trx: Db, id: string, before: Date): Promise<boolean> {
  const { rows } = await sql`select from files where id = ${id} and unreferenced_at <= ${before}
    and not exists (select from file_references where file_id = ${id})`.execute(trx)
  return rows.length === 1
}

/** Files that nothing has referred to since then. */
export async function unreferenced(db: Db, before: Date, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom('files')
    .select('id')
    .where('unreferenced_at', '<=', before)
    .where('removed_at', 'is', null)
    .orderBy('unreferenced_at')
    .limit(max)
    .execute()
  return rows.map(({ id }) => id)
}
