import type { Updateable } from 'kysely'
import type { Db } from '../database.ts'
import type { Call, CallsTable, Submission } from './tables.ts'

/** The call of this id, new or as it stands. */
export async function recordCall(
  db: Db,
  { id, submission, at }: { id: string; submission: Pick<Submission, 'id' | 'user_id'>; at: Date },
): Promise<Call> {
  const known = await findCall(db, id)
  if (known) return known
  await db
    .insertInto('homework_calls')
    .values({ id, submission_id: submission.id, user_id: submission.user_id, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return db.selectFrom('homework_calls').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export const findCall = (db: Db, id: string): Promise<Call | undefined> =>
  db.selectFrom('homework_calls').selectAll().where('id', '=', id).executeTakeFirst()

/** Stores how a call ended, once: of two that read it at the same time both get the first. */
export async function endCall(db: Db, id: string, end: Updateable<CallsTable>): Promise<Call | undefined> {
  await db.updateTable('homework_calls').set(end).where('id', '=', id).where('status', '=', 'asked').execute()
  return findCall(db, id)
}
