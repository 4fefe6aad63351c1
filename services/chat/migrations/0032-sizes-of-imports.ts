import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What conversations that were imported take, and all of one user's: bounded, as a small file may hold millions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table conversations add column imported_bytes bigint not null default 0`.execute(db)
  // At least what they take: counted again from the above when it seems too much, as deleting gives space back.
  await sql`create table imported_sizes (user_id uuid primary key, bytes bigint not null)`.execute(db)
}
