import { createOutboxTable } from '@lingzhi/bus/outbox'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // run identifies the worker that holds the job, and fences off all others; seen_at is its heartbeat.
  await sql`create table export_jobs (
    id uuid primary key,
    user_id uuid not null,
    status text not null default 'queued'
      check (status in ('queued', 'running', 'completed', 'failed', 'cancelled', 'expired')),
    format text not null,
    compression text not null,
    scope text not null check (scope in ('own', 'all')),
    request jsonb not null,
    selection jsonb not null,
    shape text not null,
    notify_email text,
    notified_at timestamptz,
    rows_expected bigint,
    rows bigint not null default 0,
    bytes bigint not null default 0,
    sha256 text,
    failure text,
    attempts integer not null default 0,
    run uuid,
    seen_at timestamptz,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    expires_at timestamptz
  )`.execute(db)
  await sql`create index on export_jobs (user_id, id desc)`.execute(db)
  await sql`create index on export_jobs (user_id, shape, id desc) where status in ('completed', 'expired')`.execute(
    db,
  )
  await sql`create index on export_jobs (created_at) where status in ('queued', 'running')`.execute(db)
  await sql`create index on export_jobs (expires_at) where status = 'completed'`.execute(db)

  // A part's row is inserted before its object is stored, so that no object is ever unaccounted for. After a part, the
  // export continues at next_cursor with the writer's state in writer_state; a null next_cursor marks the last part.
  await sql`create table export_parts (
    job_id uuid not null references export_jobs on delete cascade,
    seq integer not null,
    run uuid not null,
    object text not null,
    rows integer not null,
    bytes integer not null,
    sha256 text not null,
    next_cursor text,
    writer_state jsonb not null,
    stored boolean not null default false,
    primary key (job_id, seq)
  )`.execute(db)

  await createOutboxTable(db)
}
