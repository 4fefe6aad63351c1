import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What people deleted was kept and never shown: it goes, as it does at once from here on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`delete from skills where status = 'deleted'`.execute(db)
  await sql`delete from scenarios where status = 'deleted'`.execute(db)
}
