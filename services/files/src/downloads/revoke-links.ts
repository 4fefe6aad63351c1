import type { Db } from '../database.ts'

/** Takes back all links to a user's files. */
export async function revokeLinks(db: Db, userId: string): Promise<void> {
  await db
    .updateTable('files')
    .set((eb) => ({ link_generation: eb('link_generation', '+', 1) }))
    .where('user_id', '=', userId)
    .execute()
}
