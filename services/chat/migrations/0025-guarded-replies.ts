import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** How often a reply's guard held a known answer back; null: it had none, or it has not ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table replies add column held_back integer`.execute(db)
}
