import { sql } from 'kysely'
import type { Db } from '../database.ts'

export const findFactor = (db: Db, userId: string) =>
  db.selectFrom('second_factors').selectAll().where('user_id', '=', userId).executeTakeFirst()

/** Keeps a secret that is not in use yet; the one before it, never confirmed, is forgotten. */
export async function offerFactor(db: Db, userId: string, secret: Buffer, at: Date): Promise<void> {
  const row = { secret, last_step: '0', recovery_hashes: [] as Buffer[], created_at: at }
  await db
    .insertInto('second_factors')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

/** Marks a step of the clock as used; false when it, or a later one, was used before. */
export async function spendStep(db: Db, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('second_factors')
    .set({ last_step: String(step) })
    .where('user_id', '=', userId)
    .where('last_step', '<', String(step))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Uses up a recovery code; false for one that is unknown or spent. */
export async function spendRecoveryCode(db: Db, userId: string, hash: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('second_factors')
    .set({ recovery_hashes: sql`array_remove(recovery_hashes, ${hash}::bytea)` })
    .where('user_id', '=', userId)
    .where(sql<boolean>`${hash}::bytea = any(recovery_hashes)`)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Switches the offered factor on, with these recovery codes. */
export async function enableFactor(trx: Db, userId: string, hashes: Buffer[], at: Date): Promise<void> {
  await trx
    .updateTable('second_factors')
    .set({ recovery_hashes: hashes })
    .where('user_id', '=', userId)
    .execute()
  await trx.updateTable('users').set({ second_factor_at: at }).where('id', '=', userId).execute()
}

export async function removeFactor(trx: Db, userId: string): Promise<void> {
  await trx.deleteFrom('second_factors').where('user_id', '=', userId).execute()
  await trx.updateTable('users').set({ second_factor_at: null }).where('id', '=', userId).execute()
}
