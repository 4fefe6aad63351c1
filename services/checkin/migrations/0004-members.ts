import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What check-in knows about users from facts, and whether they allow the leaderboard to show their name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table members (
    user_id uuid primary key,
    username text,
    named_at timestamptz,
    registered_at timestamptz,
    show_name boolean not null default false
  )`.execute(db)
  await sql`create trigger skip_erased before insert on members
    for each row execute function skip_erased()`.execute(db)
}
