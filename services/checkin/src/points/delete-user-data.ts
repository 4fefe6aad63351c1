import { transact } from '@lingzhi/db/retry'
import type { Db } from '../database.ts'

/** Removes everything check-in knows of a user. Idempotent: a fact delivered twice finds nothing the second time. */
export async function deleteUserData(db: Db, userId: string): Promise<void> {
  await transact(db, async (trx) => {
    await trx.deleteFrom('points_accounts').where('user_id', '=', userId).execute()
    await trx.deleteFrom('points_ledger').where('user_id', '=', userId).execute()
    await trx.deleteFrom('checkin_records').where('user_id', '=', userId).execute()
  })
}
