import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // files_reference: what files keeps them for; each set of them has one of its own, so that letting go of one never touches the next.
  await sql`alter table mistakes
    add column file_ids uuid[] not null default '{}',
    add column files_reference uuid`.execute(db)
}
