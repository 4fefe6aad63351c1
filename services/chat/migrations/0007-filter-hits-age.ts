import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Hits past their time are removed oldest first; a block range index costs next to nothing in a table that only grows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index filter_hits_at on filter_hits using brin (at)`.execute(db)
}
