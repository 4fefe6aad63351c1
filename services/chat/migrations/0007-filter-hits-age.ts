import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** For deleting expired hits, oldest first. A block range index is nearly free in a table that is only appended to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index filter_hits_at on filter_hits using brin (at)`.execute(db)
}
