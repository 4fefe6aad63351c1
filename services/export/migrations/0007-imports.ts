import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // run identifies the worker that holds the job, and fences off all others; seen_at is its heartbeat, and that of an upload.
  await sql`create table import_jobs (
    id uuid primary key,
    user_id uuid not null,
    requested_by uuid not null,
    status text not null default 'uploading'
      check (status in ('uploading', 'queued', 'running', 'completed', 'failed', 'cancelled')),
    dry_run boolean not null,
    name text not null default '',
    bytes bigint not null default 0,
    sha256 text,
    format text,
    phase text not null default 'reading' check (phase in ('reading', 'storing')),
    read_bytes bigint not null default 0,
    next_batch integer not null default 0,
    tally jsonb,
    checked jsonb,
    failure jsonb,
    attempts integer not null default 0,
    run uuid,
    seen_at timestamptz,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz
  )`.execute(db)
  await sql`create index on import_jobs (requested_by, id desc)`.execute(db)
  await sql`create index on import_jobs (user_id)`.execute(db)
  await sql`create index on import_jobs (created_at) where status in ('uploading', 'queued', 'running')`.execute(
    db,
  )

  // A part's row is inserted before its object is stored, so that no object is ever unaccounted for.
  await sql`create table import_parts (
    job_id uuid not null references import_jobs on delete cascade,
    number integer not null,
    object text not null,
    bytes integer not null,
    sha256 text not null,
    stored boolean not null default false,
    primary key (job_id, number, object)
  )`.execute(db)

  // When each user started imports within the last day.
  await sql`create table import_starts (
    user_id uuid not null,
    started_at timestamptz not null
  )`.execute(db)
  await sql`create index on import_starts (user_id, started_at)`.execute(db)
}
