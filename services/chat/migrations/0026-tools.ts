import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Tools by MCP: the servers that administrators name, and the calls of replies. A round is what a model said before it was given
 * results, so that whoever takes the reply over goes on after the last one; a call is stored before it is made.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table tool_servers (
    id uuid primary key,
    name text not null unique,
    url text not null,
    -- A JSON object, sealed; null: none.
    headers bytea,
    header_names jsonb not null,
    allow jsonb not null,
    enabled boolean not null,
    status text not null check (status in ('unchecked', 'ok', 'failing')),
    problem text,
    checked_at timestamptz,
    catalogue jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`.execute(db)

  await sql`create table tool_rounds (
    reply_id uuid not null references replies on delete cascade,
    round integer not null,
    content text not null,
    reasoning text not null,
    -- The calls as the model made them, and what its provider wants back with them.
    message jsonb not null,
    usage jsonb not null,
    model text not null,
    provider text not null,
    provider_calls integer not null,
    created_at timestamptz not null,
    primary key (reply_id, round)
  )`.execute(db)
  await sql`create table tool_calls (
    id uuid primary key,
    reply_id uuid not null references replies on delete cascade,
    round integer not null,
    -- Its place in the round.
    place integer not null,
    call_id text not null,
    -- The name that the model called.
    name text not null,
    -- Null: built in, or no such tool.
    server_id uuid,
    server text,
    tool text not null,
    arguments jsonb,
    repeatable boolean not null,
    status text not null check (status in
      ('waiting_approval', 'approved', 'running', 'completed', 'failed', 'denied', 'timed_out', 'unknown')),
    -- Of the reply, by which it is made.
    attempt integer not null,
    result text,
    truncated boolean not null default false,
    decided_at timestamptz,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    foreign key (reply_id, round) references tool_rounds on delete cascade,
    unique (reply_id, round, place)
  )`.execute(db)

  // Until when a reply waits for its asker; it holds no worker's slot meanwhile. How often it did counts as no failed attempt.
  await sql`alter table replies add column waits_until timestamptz, add column waits integer not null default 0`.execute(
    db,
  )
  // What readers were told of an answer's calls; null: it made none.
  await sql`alter table messages add column tool_parts jsonb`.execute(db)
  await sql`alter table agents add column allowed_tools jsonb`.execute(db)
}
