import type { Insertable } from 'kysely'
import type { Database, Db } from '../database.ts'

export async function insertInvitation(
  db: Db,
  invitation: Insertable<Database['invitations']>,
): Promise<void> {
  await db.insertInto('invitations').values(invitation).execute()
}

/** Invitations that can still be used, newest first, one more than the limit. */
export const listInvitations = (
  db: Db,
  { at, after, limit }: { at: Date; after: string | undefined; limit: number },
) =>
  db
    .selectFrom('invitations')
    .selectAll()
    .where('expires_at', '>', at)
    .where('uses_left', '>', 0)
    .$if(after !== undefined, (query) => query.where('id', '<', after as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()

/** Uses an invitation once; undefined for one that is unknown, used up or too old. */
export const spendInvitation = (trx: Db, hash: Buffer, at: Date) =>
  trx
    .updateTable('invitations')
    .set((eb) => ({ uses_left: eb('uses_left', '-', 1) }))
    .where('code_hash', '=', hash)
    .where('uses_left', '>', 0)
    .where('expires_at', '>', at)
    .returning('id')
    .executeTakeFirst()

export async function deleteInvitation(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('invitations').where('id', '=', id).executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function deleteExpiredInvitations(db: Db, at: Date): Promise<void> {
  await db.deleteFrom('invitations').where('expires_at', '<=', at).execute()
}
