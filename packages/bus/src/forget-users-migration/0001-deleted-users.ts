import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** The smallest database that can forget users, for the tests beside. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table deleted_users (user_id uuid primary key, deleted_at timestamptz not null)`.execute(
    db,
  )
}
