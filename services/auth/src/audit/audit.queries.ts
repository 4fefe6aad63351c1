import type { Insertable } from 'kysely'
import type { Database, Db } from '../database.ts'

export interface AuditFilter {
  userId: string | undefined
  action: string | undefined
  after: string | undefined
  limit: number
}

/** Entries, newest first, one more than the limit. */
export function listEntries(db: Db, { userId, action, after, limit }: AuditFilter) {
  return db
    .selectFrom('audit_log')
    .selectAll()
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId as string))
    .$if(action !== undefined, (query) => query.where('action', '=', action as string))
    .$if(after !== undefined, (query) => query.where('id', '<', after as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** Ignored when there is an entry of this id. */
export async function insertEntry(db: Db, entry: Insertable<Database['audit_log']>): Promise<void> {
  await db
    .insertInto('audit_log')
    .values(entry)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

export async function deleteOldEntries(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('audit_log').where('at', '<', before).execute()
}
