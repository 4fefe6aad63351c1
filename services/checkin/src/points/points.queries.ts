import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import type { Db } from '../database.ts'

export interface Movement {
  userId: string
  kind: 'adjustment' | 'registration' | 'opening'
  /** Points, negative to take away. */
  amount: number
  reason: string
  /** Who caused it: an administrator's id. */
  reference: string | null
  at: Date
}

/**
 * Appends a movement to the user's ledger. Call it in a transaction; movements of one user wait for each other
 * there, also the first two. The database refuses a balance below zero or one that does not add up (see
 * isOverdrawn). Undefined for a user who was erased.
 */
export async function appendMovement(trx: Db, movement: Movement) {
  const { userId, kind, amount, reason, reference, at } = movement
  const account = await trx
    .insertInto('points_accounts')
    .values({ user_id: userId, seq: 1, balance: amount })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet((eb) => ({
        seq: eb('points_accounts.seq', '+', 1),
        balance: eb('points_accounts.balance', '+', amount),
      })),
    )
    .returning(['seq', 'balance'])
    .executeTakeFirst()
  if (!account) return undefined
  const { seq, balance } = account
  return trx
    .insertInto('points_ledger')
    .values({ id: newId(), user_id: userId, seq, kind, amount, balance, reason, reference, created_at: at })
    .returning(['id', 'kind', 'amount', 'balance', 'reason', 'created_at'])
    .executeTakeFirstOrThrow()
}

/** Whether the ledger refused an entry because the balance would be below zero. */
export function isOverdrawn(err: unknown): boolean {
  const { code, constraint } = (err ?? {}) as { code?: unknown; constraint?: unknown }
  return code === '23514' && constraint === 'points_ledger_balance_check'
}

/** A user's entries, newest first, from below `beforeSeq`; one more than a page, to know whether more follow. */
export function entriesOf(db: Db, userId: string, limit: number, beforeSeq: number | undefined) {
  return db
    .selectFrom('points_ledger')
    .select(['id', 'seq', 'kind', 'amount', 'balance', 'reason', 'created_at'])
    .where('user_id', '=', userId)
    .$if(beforeSeq !== undefined, (query) => query.where('seq', '<', beforeSeq ?? 0))
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute()
}

/** From here to the end of the transaction nothing of this user is written, and nothing after it: see migration 0002. */
export async function markErased(trx: Db, userId: string, at: Date): Promise<void> {
  // Every write of this user holds the same lock, shared, from its start to its commit.
  await sql`select pg_advisory_xact_lock(hashtextextended(${userId}::uuid::text, 0))`.execute(trx)
  await sql`insert into erasures values (sha256(uuid_send(${userId}::uuid)), ${at})
    on conflict do nothing`.execute(trx)
}

/** Removes everything about a user; the database lets only a marked user's history go. */
export async function deleteDataOf(trx: Db, userId: string): Promise<void> {
  for (const table of ['points_accounts', 'points_ledger', 'checkin_records', 'members'] as const) {
    await trx.deleteFrom(table).where('user_id', '=', userId).execute()
  }
}

export async function deleteOldMarks(trx: Db, before: Date): Promise<void> {
  await trx.deleteFrom('erasures').where('erased_at', '<', before).execute()
}
