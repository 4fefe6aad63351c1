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

  // Everything a user can sign in with, folded to one spelling. One key for all three kinds: nobody can take
  // another's phone number or address as a user name.
  await sql`create table user_identifiers (
    value text primary key,
    user_id uuid not null references users on delete cascade,
    kind text not null check (kind in ('username', 'phone', 'email')),
    unique (user_id, kind)
  )`.execute(db)

  // A session is a family of refresh tokens: its generation counts them, spent holds when the newest of the
  // spent ones were. The tokens themselves are derived and never stored; see sessions/refresh-token.ts.
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

  // token_session_id is the session in the key's access tokens; a new one revokes all that are out.
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

  // private_key is sealed with AES-256-GCM. A key is published as soon as it is here and signs from
  // activates_at on, until a newer one does.
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

  // Failures by account, by unknown identifier (hashed: people type passwords there) and by address.
  await sql`create table attempts (
    key text primary key,
    failures integer not null,
    last_at timestamptz not null,
    blocked_until timestamptz
  )`.execute(db)
  await sql`create index on attempts (last_at)`.execute(db)

  // No foreign keys: who did what outlives the accounts.
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
