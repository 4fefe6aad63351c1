import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * What an account brought from a replaced system: one opening entry of its whole balance, and the days it was there. Those days
 * are in that balance, as far as it was not spent, and so have no ledger entry of their own.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table checkin_records add column imported boolean not null default false`.execute(db)
  await sql`create unique index points_ledger_one_opening on points_ledger (user_id)
    where kind = 'opening'`.execute(db)
}
