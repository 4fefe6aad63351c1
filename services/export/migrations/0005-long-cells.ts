import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** How many cells of a finished CSV are longer than Excel holds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table export_jobs add column long_cells integer not null default 0`.execute(db)
}
