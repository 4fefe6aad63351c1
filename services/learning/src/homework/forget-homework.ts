import type { Db } from '../database.ts'

/** What a deleted user handed in and set; the grades given to others stay theirs, without who gave them. Idempotent. */
export async function forgetHomework(db: Db, userId: string): Promise<void> {
  for (const table of ['homework_submissions', 'homework_templates'] as const)
    await db.deleteFrom(table).where('user_id', '=', userId).execute()
  await db.updateTable('homework_grades').set({ created_by: null }).where('created_by', '=', userId).execute()
  await db
    .updateTable('homework_appeals')
    .set({ decided_by: null })
    .where('decided_by', '=', userId)
    .execute()
}
