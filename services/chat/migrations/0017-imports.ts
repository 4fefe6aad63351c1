import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * What an import must know again when it is repeated: `source_id` is who a conversation or a message is where it came from, and
 * is looked for within one user's conversations, or within one conversation. Nothing has a value until something is imported.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // imported_at equals changed_at until somebody renames, pins or archives it here: then it no longer follows the file.
  await sql`alter table conversations add column source_id uuid, add column imported_at timestamptz`.execute(
    db,
  )
  await sql`create unique index conversations_source on conversations (user_id, source_id)
    where source_id is not null`.execute(db)
  await sql`alter table messages add column source_id uuid`.execute(db)
  // Answered elsewhere: its usage is shown and never charged.
  await sql`alter table replies add column imported boolean not null default false`.execute(db)

  // What became of a batch, stored with it: sent again after a lost result, it is not counted twice. Gone a day later.
  await sql`create table import_batches (
    job_id uuid not null,
    seq integer not null,
    user_id uuid not null,
    result jsonb not null,
    stored_at timestamptz not null,
    primary key (job_id, seq)
  )`.execute(db)
  await sql`create index on import_batches (stored_at)`.execute(db)
  await sql`create index on import_batches (user_id)`.execute(db)
}
