import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What administrators set for all answers, prompts that they keep, and what a person's own answers are made with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table system_defaults (
    key text primary key,
    value jsonb not null,
    updated_by uuid,
    updated_at timestamptz not null
  )`.execute(db)
  await sql`create table system_prompts (
    id uuid primary key,
    name text not null,
    description text not null,
    category text not null,
    content text not null,
    is_public boolean not null,
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`.execute(db)
  await sql`create unique index system_prompts_name on system_prompts (name)`.execute(db)
  await sql`create table user_configs (
    user_id uuid primary key,
    system_prompt text not null,
    system_prompt_id uuid references system_prompts on delete set null,
    model text,
    allowed_tools jsonb,
    max_turns smallint,
    updated_at timestamptz not null
  )`.execute(db)
  await sql`create index user_configs_prompt on user_configs (system_prompt_id) where system_prompt_id is not null`.execute(
    db,
  )
}
