import { newId } from '@lingzhi/contracts/ids'
import type { Db } from '../database.ts'

export interface Movement {
  userId: string
  kind: 'checkin' | 'adjustment' | 'registration'
  /** Points, negative to take away. */
  amount: number
  reason: string
  /** What caused it, for example a check-in record. */
  reference: string | null
  at: Date
}

/**
 * Appends a movement to the user's ledger and returns the new balance. Call it in a transaction; movements of
 * one user wait for each other there. The database refuses a balance below zero or one that does not add up.
 */
export async function appendMovement(trx: Db, movement: Movement): Promise<number> {
  const { userId, kind, amount, reason, reference, at } = movement
  const account = await lockAccount(trx, userId)
  const seq = (account?.seq ?? 0) + 1
  const balance = (account?.balance ?? 0) + amount
  await trx
    .insertInto('points_ledger')
    .values({ id: newId(), user_id: userId, seq, kind, amount, balance, reason, reference, created_at: at })
    .execute()
  await trx
    .insertInto('points_accounts')
    .values({ user_id: userId, seq, balance })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ seq, balance }))
    .execute()
  return balance
}

const lockAccount = (trx: Db, userId: string) =>
  trx.selectFrom('points_accounts').selectAll().where('user_id', '=', userId).forUpdate().executeTakeFirst()

/** Current balance; 0 for a user without movements. */
export async function balanceOf(db: Db, userId: string): Promise<number> {
  const account = await db
    .selectFrom('points_accounts')
    .select('balance')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return account?.balance ?? 0
}
