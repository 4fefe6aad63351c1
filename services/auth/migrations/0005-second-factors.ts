import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** `second_factor_at` repeats when a factor was switched on, so that issuing a token needs no second read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table users add column second_factor_at timestamptz`.execute(db)
  await sql`create table second_factors (
    user_id uuid primary key references users on delete cascade,
    secret bytea not null,
    last_step bigint not null default 0,
    recovery_hashes bytea[] not null default '{}',
    created_at timestamptz not null
  )`.execute(db)
}
