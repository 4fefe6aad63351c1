import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** Begins anew for a learner whose cards were being folded already. */
export async function beginReschedule(trx: Db, userId: string, at: Date): Promise<void> {
  await sql`insert into reschedules (user_id, total, requested_at)
    select ${userId}, count(*), ${at} from mistakes where user_id = ${userId} having count(*) > 0
    on conflict (user_id) do update set after = null, done = 0, total = excluded.total, requested_at = excluded.requested_at`.execute(
    trx,
  )
}

/** The next learner with cards to fold, after one. */
export async function nextReschedule(db: Db, after: string | undefined): Promise<string | undefined> {
  let query = db.selectFrom('reschedules').select('user_id')
  if (after !== undefined) query = query.where('user_id', '>', after)
  return (await query.orderBy('user_id').limit(1).executeTakeFirst())?.user_id
}

/** A learner's, for this transaction alone; undefined when another has it, or there is none. */
export const takeReschedule = (trx: Db, userId: string): Promise<{ after: string | null } | undefined> =>
  trx
    .selectFrom('reschedules')
    .select('after')
    .where('user_id', '=', userId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()

export async function moveReschedule(
  trx: Db,
  userId: string,
  { after, cards }: { after: string; cards: number },
): Promise<void> {
  await trx
    .updateTable('reschedules')
    .set((eb) => ({ after, done: eb('done', '+', cards) }))
    .where('user_id', '=', userId)
    .execute()
}

export async function endReschedule(trx: Db, userId: string): Promise<void> {
  await trx.deleteFrom('reschedules').where('user_id', '=', userId).execute()
}

/** How far a learner's is; null: nothing is left. */
export async function rescheduleOf(db: Db, userId: string): Promise<{ done: number; total: number } | null> {
  const found = await db
    .selectFrom('reschedules')
    .select(['done', 'total'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return found ?? null
}
