import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Skills: instructions in a file of their own (SKILL.md of agentskills.io), kept as they came, byte for byte. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table skills (
    id uuid primary key,
    name text not null,
    description text not null,
    category text not null,
    -- Of the file, what stands behind its front matter.
    body text not null,
    -- Null: it asks for none in particular.
    allowed_tools jsonb,
    always_apply boolean not null,
    is_public boolean not null,
    -- Published by an administrator.
    is_official boolean not null,
    -- Of an official one: on for everybody who has not switched it off.
    is_default boolean not null,
    status text not null check (status in ('draft', 'published', 'archived', 'deleted')),
    source bytea not null,
    source_type text not null check (source_type in ('md', 'zip')),
    created_by uuid,
    version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`.execute(db)
  await sql`alter table skills alter column source set storage external`.execute(db)
  await sql`create unique index skills_own_name on skills (created_by, name) where status <> 'deleted'`.execute(
    db,
  )
  await sql`create unique index skills_official_name on skills (name) where is_official and status <> 'deleted'`.execute(
    db,
  )
  await sql`create index on skills (id) where is_public`.execute(db)
  await sql`create table skill_versions (
    skill_id uuid not null references skills on delete cascade,
    version integer not null,
    source bytea not null,
    source_type text not null,
    changed_by uuid,
    changed_at timestamptz not null,
    primary key (skill_id, version)
  )`.execute(db)
  await sql`create table user_skills (
    user_id uuid not null,
    skill_id uuid not null references skills on delete cascade,
    -- Null: as it is for everybody.
    enabled boolean,
    uses bigint not null default 0,
    primary key (user_id, skill_id)
  )`.execute(db)
  await sql`create index on user_skills (skill_id)`.execute(db)
}
