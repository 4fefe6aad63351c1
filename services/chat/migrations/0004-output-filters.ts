import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // In a table of their own, because an agent is read for every question and a word list may be long. The agent's row
  // has the current version, so that a replica reads the rules again only when they have changed.
  await sql`alter table agents add column filters_version integer not null default 0`.execute(db)
  await sql`create table agent_filters (
    agent_id integer primary key references agents on delete cascade,
    rules jsonb not null,
    changed_by uuid not null,
    changed_at timestamptz not null
  )`.execute(db)

  // What filters found, without the text. No foreign keys: as an audit log it outlives conversations. When a user is
  // deleted, the counts stay without the user's id.
  await sql`create table filter_hits (
    id uuid primary key,
    at timestamptz not null,
    place text not null check (place in ('input', 'output')),
    rule text not null,
    action text not null check (action in ('mask', 'block', 'flag')),
    count integer not null check (count > 0),
    agent_id integer not null,
    user_id uuid,
    reply_id uuid
  )`.execute(db)
  await sql`create index on filter_hits (agent_id, id)`.execute(db)
  await sql`create index on filter_hits (user_id)`.execute(db)
}
