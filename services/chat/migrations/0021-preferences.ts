import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Preferences: what a person's feedback says about all answers to come, each with the feedback that it rests on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table preferences (
    id uuid primary key,
    user_id uuid not null,
    kind text not null check (kind in ('style', 'length', 'format', 'language', 'tone', 'topic', 'avoid', 'correction')),
    statement text not null,
    -- As it is compared: without case, width and punctuation.
    normalized text not null,
    scope text not null check (scope in ('all', 'agent', 'scenario')),
    scope_id text,
    state text not null check (state in ('active', 'pinned', 'edited', 'rejected', 'superseded', 'retired')),
    source text not null check (source in ('learned', 'user')),
    -- Why it was retired.
    reason text,
    version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`.execute(db)
  await sql`create index on preferences (user_id, state)`.execute(db)
  await sql`create table preference_versions (
    preference_id uuid not null references preferences on delete cascade,
    version integer not null,
    statement text not null,
    state text not null,
    changed_at timestamptz not null,
    primary key (preference_id, version)
  )`.execute(db)
  // Gone with the answer that was rated: then the preference rests on less.
  await sql`create table preference_evidence (
    preference_id uuid not null references preferences on delete cascade,
    message_id uuid not null references messages on delete cascade,
    primary key (preference_id, message_id)
  )`.execute(db)
  await sql`create index on preference_evidence (message_id)`.execute(db)
  await sql`create table preference_settings (
    user_id uuid primary key,
    learning boolean not null,
    applying boolean not null,
    updated_at timestamptz not null
  )`.execute(db)
  await sql`create table preference_runs (
    id uuid primary key,
    -- Of one that nobody asked for: the period that it stands for, which has one over all replicas.
    period_start timestamptz unique,
    trigger text not null check (trigger in ('hourly', 'admin', 'user')),
    started_by uuid,
    users integer not null,
    started_at timestamptz not null
  )`.execute(db)
  await sql`create index on preference_runs (started_at desc, id)`.execute(db)
  // The id is that of its completion as well: whoever takes the task over asks for the same one.
  await sql`create table preference_tasks (
    id uuid primary key,
    run_id uuid not null references preference_runs on delete cascade,
    user_id uuid not null,
    status text not null check (status in ('queued', 'running', 'completed', 'skipped', 'failed')),
    worker_id uuid,
    digest text,
    model_calls integer not null default 0,
    tokens integer not null default 0,
    added integer not null default 0,
    dropped integer not null default 0,
    problem text,
    created_at timestamptz not null,
    ended_at timestamptz,
    unique (run_id, user_id)
  )`.execute(db)
  await sql`create index on preference_tasks (created_at) where status in ('queued', 'running')`.execute(db)
  await sql`create index on preference_tasks (user_id, created_at desc)`.execute(db)
  await sql`create table implicit_feedback (
    id uuid primary key,
    user_id uuid not null,
    message_id uuid references messages on delete cascade,
    type text not null check (type in ('regenerate', 'implicit_retry', 'implicit_modify')),
    created_at timestamptz not null
  )`.execute(db)
  await sql`create index on implicit_feedback (user_id)`.execute(db)
  await sql`create index on implicit_feedback (message_id)`.execute(db)
  await sql`create index on feedback (user_id, updated_at desc)`.execute(db)
}
