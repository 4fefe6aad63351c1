import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Which of its user's files a completion is shown; null: none, or they were removed with its body. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table completions add column file_ids jsonb`.execute(db)
}
