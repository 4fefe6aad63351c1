import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * `email` is the address that counts for logging in and recovery; `pending_email` one that waits for its link. Addresses from
 * before count on, unconfirmed: whoever confirms one of them takes it over.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table users
    add column email_confirmed_at timestamptz,
    add column pending_email text`.execute(db)
  await sql`create table email_confirmations (
    token_hash bytea primary key,
    user_id uuid not null unique references users on delete cascade,
    email text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`.execute(db)
}
