import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** A user's conversation that is in no list, search or export, and ends as a guest's does. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table conversations add column temporary boolean not null default false`.execute(db)
  await sql`create index conversations_temporary on conversations (last_active) where temporary`.execute(db)
}
