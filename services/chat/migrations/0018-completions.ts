import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Completions: objects that a model makes for the platform itself, durable as replies are. Their usage counts into the same month as
 * their user's answers, under a purpose of its own; `chat` stands for answers, and for whatever the version before records.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table completions (
    id uuid primary key,
    user_id uuid,
    purpose text not null,
    schema_name text not null,
    -- Null once it was removed, with messages and value.
    schema jsonb,
    messages jsonb,
    seed integer,
    priority text not null check (priority in ('person', 'batch')),
    status text not null check (status in ('queued', 'running', 'completed', 'failed')),
    attempt integer not null default 0,
    worker_id uuid,
    tries integer not null default 0,
    value jsonb,
    problem jsonb,
    usage jsonb,
    model text,
    provider text,
    request_id text,
    created_at timestamptz not null,
    ended_at timestamptz
  )`.execute(db)
  await sql`create index on completions ((priority = 'batch'), created_at) where status in ('queued', 'running')`.execute(
    db,
  )
  await sql`create index on completions (user_id)`.execute(db)
  await sql`create index on completions (ended_at) where messages is not null`.execute(db)

  await sql`alter table usage_days add column purpose text not null default 'chat'`.execute(db)
  await sql`alter table usage_days drop constraint usage_days_pkey,
    add primary key (user_id, day, model, agent_id, purpose)`.execute(db)
  // That of 0013, with a purpose; the same name without one goes on for answers.
  await sql`create function record_usage(
    the_user uuid, the_model text, used jsonb, at timestamptz, time_zone text, the_agent integer, the_purpose text
  ) returns void language plpgsql as $$
    begin
      insert into usage_days as d
        (user_id, day, model, agent_id, purpose, answers, prompt_tokens, completion_tokens, cost)
      values (coalesce(the_user, '00000000-0000-0000-0000-000000000000'), (at at time zone time_zone)::date, the_model,
        coalesce(the_agent, 0), coalesce(the_purpose, 'chat'), 1,
        (used->>'prompt_tokens')::bigint, (used->>'completion_tokens')::bigint,
        coalesce((used->>'cost')::numeric, 0))
      on conflict (user_id, day, model, agent_id, purpose) do update set
        answers = d.answers + 1,
        prompt_tokens = d.prompt_tokens + excluded.prompt_tokens,
        completion_tokens = d.completion_tokens + excluded.completion_tokens,
        cost = d.cost + excluded.cost;
    end $$`.execute(db)
  await sql`create or replace function record_usage(
    the_user uuid, the_model text, used jsonb, at timestamptz, time_zone text, the_agent integer
  ) returns void language plpgsql as $$
    begin
      perform record_usage(the_user, the_model, used, at, time_zone, the_agent, 'chat');
    end $$`.execute(db)
  await sql`create or replace function record_usages(rows jsonb) returns void language plpgsql as $$
    begin
      perform record_usage(used.user_id, used.model, used.usage, used.at, used.time_zone, used.agent_id, used.purpose)
      from (
        select * from jsonb_to_recordset(rows)
          as of(user_id uuid, model text, agent_id integer, purpose text, usage jsonb, at timestamptz, time_zone text)
        order by of.user_id, of.model, of.agent_id, of.purpose
      ) used;
    end $$`.execute(db)
}
