import { addOutboxTrace, createOutboxTable } from '@lingzhi/bus/outbox'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // run identifies the worker that looks at the file, and fences off all others; seen_at is its heartbeat. expires_at: until
  // when an upload under way is waited for. removed_at: gone for everybody, its objects perhaps not yet.
  await sql`create table files (
    id uuid primary key,
    user_id uuid not null,
    name text not null,
    status text not null default 'uploading' check (status in ('uploading', 'processing', 'ready', 'rejected')),
    media_type text not null default '',
    bytes bigint not null default 0,
    reserved bigint not null,
    sha256 text,
    width integer,
    height integer,
    pages integer,
    scan text not null default 'unscanned' check (scan in ('unscanned', 'clean', 'infected')),
    reason text,
    attempts integer not null default 0,
    run uuid,
    seen_at timestamptz,
    created_at timestamptz not null,
    ended_at timestamptz,
    expires_at timestamptz,
    unreferenced_at timestamptz,
    removed_at timestamptz,
    link_generation integer not null default 0
  )`.execute(db)
  await sql`create index on files (user_id, id desc) where removed_at is null`.execute(db)
  // One file a user and content, however many uploads of it end at the same moment.
  await sql`create unique index files_content on files (user_id, sha256)
    where removed_at is null and status in ('processing', 'ready')`.execute(db)
  await sql`create index on files (created_at) where status in ('uploading', 'processing')`.execute(db)
  await sql`create index on files (unreferenced_at) where unreferenced_at is not null`.execute(db)
  await sql`create index on files (removed_at) where removed_at is not null`.execute(db)
  await sql`create index on files (ended_at) where status = 'rejected'`.execute(db)

  // A row is inserted before its object is stored, so that no object is ever unaccounted for.
  await sql`create table file_objects (
    object text primary key,
    file_id uuid not null references files on delete cascade,
    kind text not null check (kind in ('original', 'model-image', 'preview', 'text')),
    seq integer not null,
    bytes integer not null,
    sha256 text not null,
    run uuid
  )`.execute(db)
  await sql`create index on file_objects (file_id, kind, seq)`.execute(db)

  await sql`create table file_references (
    file_id uuid not null references files on delete cascade,
    kind text not null,
    ref_id uuid not null,
    primary key (file_id, kind, ref_id)
  )`.execute(db)
  await sql`create index on file_references (kind, ref_id)`.execute(db)

  // What a user's files take, uploads under way included: the row is the lock for one more.
  await sql`create table quota (
    user_id uuid primary key,
    bytes bigint not null check (bytes >= 0),
    files integer not null check (files >= 0)
  )`.execute(db)

  await sql`create table deleted_users (user_id uuid primary key, deleted_at timestamptz not null)`.execute(
    db,
  )
  await createOutboxTable(db)
  await addOutboxTrace(db)
}
