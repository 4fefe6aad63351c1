import { sql } from 'kysely'
import type { Db } from './database.ts'

/**
 * Waits until nobody else changes this, and holds it until the transaction ends: what is read after that and written again loses
 * nobody's change, and what is counted does not grow beyond its bound. `what`: a user's or conversation's id for what is set for it, or
 * a name for what there is one of.
 */
export async function takeTurn(trx: Db, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${what}, 4))`.execute(trx)
}
