import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Whose data is looked for once more, some time after it was removed: an access token may outlive its user by a moment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table deleted_users (user_id uuid primary key, deleted_at timestamptz not null)`.execute(
    db,
  )
}
