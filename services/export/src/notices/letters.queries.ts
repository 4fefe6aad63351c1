import { dayMs } from '@lingzhi/runtime/time'
import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** Counts a letter to an address; false when it has had all it may get within a day. Call it in a transaction of its own. */
export async function countLetter(
  trx: Db,
  letter: { userId: string; address: string; at: Date },
  lettersMax: number,
): Promise<boolean> {
  const { userId, address, at } = letter
  const dayAgo = new Date(at.getTime() - dayMs)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`letters to ${address}`}, 0))`.execute(trx)
  await trx
    .deleteFrom('export_letters')
    .where('address', '=', address)
    .where('sent_at', '<=', dayAgo)
    .execute()
  const { count } = await trx
    .selectFrom('export_letters')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('address', '=', address)
    .executeTakeFirstOrThrow()
  if (count >= lettersMax) return false
  await trx.insertInto('export_letters').values({ user_id: userId, address, sent_at: at }).execute()
  return true
}

export async function forgetLetters(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('export_letters').where('user_id', '=', userId).execute()
}
