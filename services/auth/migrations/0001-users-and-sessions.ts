import { createOutboxTable } from '@lingzhi/bus/outbox'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table users (
    id uuid primary key,
    username text not null,
    phone text,
    email text,
    password_hash text not null,
    role text not null default 'user' check (role in ('user', 'admin')),
    status text not null default 'active' check (status in ('active', 'disabled')),
    profile jsonb not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_login_at timestamptz
  )`.execute(db)
  await sql`create index on users (id) where role = 'admin' and status = 'active'`.execute(db)

  // Everything a user can sign in with, in one normalized spelling. The three kinds share one key, so that nobody can
  // take another user's phone number or e-mail address as a user name.
  await sql`create table user_identifiers (
    value text primary key,
    user_id uuid not null references users on delete cascade,
    kind text not null check (kind in ('username', 'phone', 'email')),
    unique (user_id, kind)
  )`.execute(db)

  // A session is a family of refresh tokens: generation counts them, and spent holds the times at which the latest
  // ones were used. The tokens themselves are derived, never stored; see sessions/refresh-token.ts.
  await sql`create table sessions (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    generation integer not null default 0,
    spent timestamptz[] not null default '{}',
    device text not null,
    user_agent text not null,
    address text not null,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    expires_at timestamptz not null
  )`.execute(db)
  await sql`create index on sessions (user_id, id desc)`.execute(db)
  await sql`create index on sessions (expires_at)`.execute(db)

  // token_session_id is the session id in the key's access tokens; replacing it revokes all of them.
  await sql`create table api_keys (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    token_session_id uuid not null,
    name text not null,
    hint text not null,
    key_hash bytea not null unique,
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz
  )`.execute(db)
  await sql`create index on api_keys (user_id, id desc)`.execute(db)

  // private_key is encrypted with AES-256-GCM. A key is published as soon as it is stored, and signs from
  // activates_at until a newer key becomes active.
  await sql`create table signing_keys (
    id uuid primary key,
    public_key jsonb not null,
    private_key bytea not null,
    created_at timestamptz not null,
    activates_at timestamptz not null
  )`.execute(db)

  await sql`create table password_resets (
    token_hash bytea primary key,
    user_id uuid not null unique references users on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`.execute(db)

  // Failed attempts by account, by unknown identifier (hashed, because people type passwords there) and by address.
  await sql`create table attempts (
    key text primary key,
    failures integer not null,
    last_at timestamptz not null,
    blocked_until timestamptz
  )`.execute(db)
  await sql`create index on attempts (last_at)`.execute(db)

  // No foreign keys: the log outlives the accounts it names.
  await sql`create table audit_log (
    id uuid primary key,
    at timestamptz not null,
    action text not null,
    outcome text not null check (outcome in ('success', 'failure')),
    actor_id uuid,
    user_id uuid,
    address text,
    request_id text,
    detail jsonb not null default '{}'
  )`.execute(db)
  await sql`create index on audit_log (user_id, id desc)`.execute(db)
  await sql`create index on audit_log (at)`.execute(db)

  await createOutboxTable(db)
}
