import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Which files a question names, as they were when it was asked. The files themselves belong to another service. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table messages add column files jsonb`.execute(db)
}
