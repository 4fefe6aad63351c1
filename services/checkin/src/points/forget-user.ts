import { transact } from '@lingzhi/db/retry'
import { dayMs } from '@lingzhi/runtime/time'
import type { Db } from '../database.ts'
import { deleteDataOf, deleteOldMarks, markErased } from './points.queries.ts'

/** Facts are kept for a week and tokens live for a day at most: nothing of a forgotten user arrives later. */
const markMaxAgeMs = 30 * dayMs

/**
 * Removes everything check-in knows of a user, and marks the id so that a late fact or request of theirs
 * writes nothing. Other services look again an hour later instead; here the database itself refuses what is late.
 * Idempotent: a fact delivered twice finds nothing the second time.
 */
export async function forgetUser(db: Db, userId: string, at: Date): Promise<void> {
  await transact(db, async (trx) => {
    await markErased(trx, userId, at)
    await deleteDataOf(trx, userId)
    await deleteOldMarks(trx, new Date(at.getTime() - markMaxAgeMs))
  })
}
