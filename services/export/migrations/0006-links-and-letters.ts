import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Links that can be taken back: only those of the present generation work. Letters sent within the last day, by address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table export_jobs add column link_generation integer not null default 0`.execute(db)
  await sql`create table export_letters (
    user_id uuid not null,
    address text not null,
    sent_at timestamptz not null
  )`.execute(db)
  await sql`create index on export_letters (address, sent_at)`.execute(db)
  await sql`create index on export_letters (user_id)`.execute(db)
}
