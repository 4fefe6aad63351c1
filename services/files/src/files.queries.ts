import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import type { Db, FilesTable, ObjectKind, Piece, StoredFile } from './database.ts'

export async function insertFile(trx: Db, file: Insertable<FilesTable>): Promise<StoredFile> {
  return trx.insertInto('files').values(file).returningAll().executeTakeFirstOrThrow()
}

/** A file that has not been removed. */
export function findFile(db: Db, id: string): Promise<StoredFile | undefined> {
  return db
    .selectFrom('files')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

/** The user's file with this content, if it was not rejected. */
export function findByContent(db: Db, userId: string, sha256: string): Promise<StoredFile | undefined> {
  return db
    .selectFrom('files')
    .selectAll()
    .where('user_id', '=', userId)
    .where('sha256', '=', sha256)
    .where('status', 'in', ['processing', 'ready'])
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

/** A page of a user's files, newest first, and one more row if there is a next page. */
export function listFiles(
  db: Db,
  userId: string,
  { limit, before, conversationId }: { limit: number; before?: string | undefined; conversationId?: string },
): Promise<StoredFile[]> {
  let query = db
    .selectFrom('files')
    .selectAll()
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .where('status', '<>', 'uploading')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (before) query = query.where('id', '<', before)
  if (conversationId !== undefined)
    query = query.where('id', 'in', (eb) =>
      eb
        .selectFrom('file_references')
        .select('file_id')
        .where('kind', '=', 'conversation')
        .where('ref_id', '=', conversationId),
    )
  return query.execute()
}

/** The objects of one kind, in order; of a variant those of the run that finished. */
export function piecesOf(
  db: Db,
  { id, run }: Pick<StoredFile, 'id' | 'run'>,
  kind: ObjectKind,
): Promise<Piece[]> {
  let query = db
    .selectFrom('file_objects')
    .selectAll()
    .where('file_id', '=', id)
    .where('kind', '=', kind)
    .orderBy('seq')
  if (kind !== 'original') query = query.where('run', '=', run)
  return query.execute()
}

/** Announces an object before it is stored; false when the file takes no more. */
export async function announceObject(db: Db, piece: Piece): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into file_objects (object, file_id, kind, seq, bytes, sha256, run)
    select ${piece.object}, id, ${piece.kind}, ${piece.seq}, ${piece.bytes}, ${piece.sha256}, ${piece.run}::uuid
    from files where id = ${piece.file_id} and removed_at is null
      and (${piece.run}::uuid is null and status = 'uploading' or run = ${piece.run}::uuid and status = 'processing')
    for update`.execute(db)
  return numAffectedRows === 1n
}

/** An upload under way is waited for until then; false when it was given up meanwhile. */
export async function expectUntil(db: Db, id: string, until: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('files')
    .set({ expires_at: until })
    .where('id', '=', id)
    .where('status', '=', 'uploading')
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** How many variants of which kind these files have, to tell what can be read of them. */
export async function kindsOf(db: Db, ids: string[]): Promise<Map<string, Set<ObjectKind>>> {
  const kinds = new Map<string, Set<ObjectKind>>()
  if (ids.length === 0) return kinds
  const rows = await db
    .selectFrom('file_objects')
    .innerJoin('files', 'files.id', 'file_objects.file_id')
    .select(['file_id', 'kind'])
    .distinct()
    .where('file_id', 'in', ids)
    .where('kind', '<>', 'original')
    .whereRef('file_objects.run', '=', 'files.run')
    .execute()
  for (const { file_id, kind } of rows) kinds.set(file_id, (kinds.get(file_id) ?? new Set()).add(kind))
  return kinds
}

/** What a user's ready files are, by media type. */
export async function countByType(db: Db, userId: string) {
  return db
    .selectFrom('files')
    .select(({ fn }) => [
      'media_type',
      'status',
      fn.countAll<number>().as('files'),
      fn.sum<number>('bytes').as('bytes'),
    ])
    .where('user_id', '=', userId)
    .where('removed_at', 'is', null)
    .where('status', '<>', 'uploading')
    .groupBy(['media_type', 'status'])
    .execute()
}
