import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Which agent came from which of a replaced system, so that an import can be repeated. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table imported_agents (
    source text not null,
    origin text not null,
    agent_id integer not null references agents,
    primary key (source, origin)
  )`.execute(db)
}
