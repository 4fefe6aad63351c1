import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Resolves when the database answers a query; for readiness checks, which bound it. */
export async function checkDb<DB>(db: Kysely<DB>): Promise<void> {
  await sql`select 1`.execute(db)
}
