import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Usage is counted per agent too; agent 0 stands for what was counted before, or by a replica of the version before: it goes on with
 * record_usage and record_usages as they were called. An agent's usage stays a row per user, so that no answers of different
 * users wait for one row.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table usage_days add column agent_id integer not null default 0`.execute(db)
  await sql`alter table usage_days drop constraint usage_days_pkey,
    add primary key (user_id, day, model, agent_id)`.execute(db)

  await sql`create function record_usage(
    the_user uuid, the_model text, used jsonb, at timestamptz, time_zone text, the_agent integer
  ) returns void language plpgsql as $$
    begin
      insert into usage_days as d (user_id, day, model, agent_id, answers, prompt_tokens, completion_tokens, cost)
      values (coalesce(the_user, '00000000-0000-0000-0000-000000000000'), (at at time zone time_zone)::date, the_model,
        coalesce(the_agent, 0), 1,
        (used->>'prompt_tokens')::bigint, (used->>'completion_tokens')::bigint,
        coalesce((used->>'cost')::numeric, 0))
      on conflict (user_id, day, model, agent_id) do update set
        answers = d.answers + 1,
        prompt_tokens = d.prompt_tokens + excluded.prompt_tokens,
        completion_tokens = d.completion_tokens + excluded.completion_tokens,
        cost = d.cost + excluded.cost;
    end $$`.execute(db)
  await sql`create or replace function record_usage(
    the_user uuid, the_model text, used jsonb, at timestamptz, time_zone text
  ) returns void language plpgsql as $$
    begin
      perform record_usage(the_user, the_model, used, at, time_zone, 0);
    end $$`.execute(db)
  await sql`create or replace function record_usages(rows jsonb) returns void language plpgsql as $$
    begin
      perform record_usage(used.user_id, used.model, used.usage, used.at, used.time_zone, used.agent_id) from (
        select * from jsonb_to_recordset(rows)
          as of(user_id uuid, model text, agent_id integer, usage jsonb, at timestamptz, time_zone text)
        order by of.user_id, of.model, of.agent_id
      ) used;
    end $$`.execute(db)

  // That of 0006, with the reply's agent.
  await sql`create or replace function finish_reply(
    the_id uuid, the_attempt integer, the_worker uuid, the_status text, the_finish_reason text,
    the_problem jsonb, the_usage jsonb, the_model text, the_provider text, the_attempts integer,
    is_cached boolean, the_runs integer[], first_token timestamptz, at timestamptz,
    answer text, the_reasoning text, the_terms text[], time_zone text, fact_id uuid, trace text
  ) returns boolean language plpgsql as $$
    declare
      reply replies;
      owner uuid;
      visible boolean := the_status <> 'failed';
      shown boolean;
    begin
      update replies set status = the_status, finish_reason = the_finish_reason, problem = the_problem,
        usage = the_usage, model = the_model, provider = the_provider, attempts = the_attempts,
        cached = is_cached, runs = the_runs, first_token_at = first_token, ended_at = at
      where id = the_id and attempt = the_attempt and status in ('queued', 'running')
        and worker_id is not distinct from the_worker
      returning * into reply;
      if not found then return false; end if;

      -- The conversation first: whoever changes its branches holds it, and the answer may be on another by now.
      select user_id into owner from conversations where id = reply.conversation_id for update;
      update messages set content = answer, reasoning = the_reasoning,
        status = case the_status when 'completed' then 'complete' else the_status end,
        terms = case when visible and owner is not null then array_to_tsvector(the_terms) else '' end
      where id = reply.message_id
      returning active into shown;
      update conversations set last_active = greatest(last_active, at),
        message_count = message_count + (visible and shown)::integer
      where id = reply.conversation_id;

      if the_usage is not null and the_model is not null and not is_cached then
        perform record_usage(reply.user_id, the_model, the_usage, at, time_zone, reply.agent_id);
      end if;
      insert into outbox (id, subject, at, correlation_id, traceparent, data)
      values (fact_id, 'chat.reply.completed', at, reply.request_id, trace, jsonb_build_object(
        'reply_id', the_id, 'conversation_id', reply.conversation_id, 'message_id', reply.message_id,
        'user_id', reply.user_id, 'agent_id', reply.agent_id, 'finish_reason', the_finish_reason,
        'total_tokens', coalesce((the_usage->>'total_tokens')::integer, 0)));
      return true;
    end $$`.execute(db)
}
