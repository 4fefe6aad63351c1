import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Which account came from which of a replaced system, so that an import can be repeated. A row outlives its account: whoever has
 * deleted it here is not brought back by the next import.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table imported_users (
    source text not null,
    origin text not null,
    user_id uuid references users on delete set null,
    imported_at timestamptz not null,
    primary key (source, origin)
  )`.execute(db)
  await sql`create index on imported_users (user_id)`.execute(db)
}
