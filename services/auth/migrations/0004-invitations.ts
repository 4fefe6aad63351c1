import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table invitations (
    id uuid primary key,
    code_hash bytea not null unique,
    created_by uuid references users on delete set null,
    uses_left integer not null check (uses_left >= 0),
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`.execute(db)
}
