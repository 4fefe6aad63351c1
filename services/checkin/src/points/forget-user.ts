import { transact } from '@lingzhi/db/retry'
import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** Facts are kept for a week and tokens live for a day at most: nothing of an erased user arrives later. */
const markMaxAgeMs = 30 * 24 * 3_600_000

/**
 * Removes everything check-in knows of a user, and marks the id so that a late fact or request of theirs
 * writes nothing. Idempotent: a fact delivered twice finds nothing the second time.
 */
export async function forgetUser(db: Db, userId: string, at: Date): Promise<void> {
  await transact(db, async (trx) => {
    // Every write of this user holds the same lock, shared, from its start to its commit.
    await sql`select pg_advisory_xact_lock(hashtextextended(${userId}::uuid::text, 0))`.execute(trx)
    await sql`insert into erasures values (sha256(uuid_send(${userId}::uuid)), ${at})
      on conflict do nothing`.execute(trx)
    for (const table of ['points_accounts', 'points_ledger', 'checkin_records', 'members'] as const) {
      await trx.deleteFrom(table).where('user_id', '=', userId).execute()
    }
    const forgotten = new Date(at.getTime() - markMaxAgeMs)
    await trx.deleteFrom('erasures').where('erased_at', '<', forgotten).execute()
  })
}
