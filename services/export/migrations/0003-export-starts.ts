import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** When each user started exports within the last day: a deleted export still counts towards the daily quota. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table export_starts (
    user_id uuid not null,
    started_at timestamptz not null
  )`.execute(db)
  await sql`create index on export_starts (user_id, started_at)`.execute(db)
  await sql`insert into export_starts
    select user_id, created_at from export_jobs where created_at > now() - interval '1 day'`.execute(db)
}
