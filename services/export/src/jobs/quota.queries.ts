import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** Makes the transaction wait for others of the same user, so that quotas hold for requests at once. */
export async function lockUser(trx: Db, userId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${userId}, 0))`.execute(trx)
}

/** Jobs of the user that have not ended. */
export async function countUnfinishedOf(db: Db, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('export_jobs')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('status', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow()
  return count
}

/** Jobs the user started since an instant, deleted ones too, and when the oldest of those started. */
export async function countStarts(db: Db, userId: string, since: Date) {
  return await db
    .selectFrom('export_starts')
    .select(({ fn }) => [fn.countAll<number>().as('recent'), fn.min('started_at').as('oldest')])
    .where('user_id', '=', userId)
    .where('started_at', '>', since)
    .executeTakeFirstOrThrow()
}

/** Records that the user starts a job, and deletes records of starts up to an instant. */
export async function noteStart(trx: Db, userId: string, at: Date, until: Date): Promise<void> {
  await trx
    .deleteFrom('export_starts')
    .where('user_id', '=', userId)
    .where('started_at', '<=', until)
    .execute()
  await trx.insertInto('export_starts').values({ user_id: userId, started_at: at }).execute()
}

export async function forgetStarts(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('export_starts').where('user_id', '=', userId).execute()
}

/** Deletes what limits have counted up to an instant, also of people who never start or are sent anything again. */
export async function forgetOldCounts(db: Db, until: Date): Promise<void> {
  await db.deleteFrom('export_starts').where('started_at', '<=', until).execute()
  await db.deleteFrom('import_starts').where('started_at', '<=', until).execute()
  await db.deleteFrom('export_letters').where('sent_at', '<=', until).execute()
}
