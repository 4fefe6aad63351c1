import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Users whose data is removed a second time some time after the first: an access token may outlive its user by a moment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table deleted_users (user_id uuid primary key, deleted_at timestamptz not null)`.execute(
    db,
  )
}
