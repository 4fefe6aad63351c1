import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Beginning a reply and finishing it take one call each. Sent one by one, the statements would be nine round trips each
 * time, with rows locked meanwhile. PostgreSQL caches the plans of a function's statements without any session state of
 * ours, so this also works behind a transaction-pooling proxy.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Only the outcome 'begun' stores anything. A question is appended to the active path; without one, the path's last
  // message is answered. `terms` are stored only in a user's conversation: a guest's is not searched, even when a
  // signed-in user writes in it. The reply is assigned to the worker at once unless others are waiting or the user has
  // reached user_max. Replies of one user are counted one transaction at a time, or two could both take the last slot.
  await sql`create function begin_reply(
    the_id uuid, the_conversation uuid, is_new boolean, caller uuid, the_agent integer,
    question_id uuid, question text, terms text[], the_title text, the_title_terms text[],
    answer_id uuid, the_options jsonb, the_request text, at timestamptz,
    the_worker uuid, user_max double precision, queue_max double precision
  ) returns table (outcome text, reply replies) language plpgsql as $$
    #variable_conflict use_column
    declare
      conversation conversations;
      last messages;
      waiting bigint;
      begun boolean;
    begin
      select count(*) into waiting from replies where status = 'queued';
      if waiting >= queue_max then
        return query select 'queue full', null::replies;
        return;
      end if;

      if is_new then
        insert into conversations
          (id, user_id, agent_id, title, title_source, title_terms, message_count, created_at, last_active)
        values (the_conversation, caller, the_agent, the_title, 'question',
          array_to_tsvector(the_title_terms), 1, at, at)
        returning * into conversation;
      else
        -- Also the lock: what is appended to a conversation is appended one by one.
        update conversations set last_active = greatest(last_active, at),
          message_count = message_count + (question is not null)::integer
        where id = the_conversation and (user_id is null or user_id = caller)
        returning * into conversation;
        if not found then
          return query select 'no conversation', null::replies;
          return;
        end if;
        if conversation.title_source = 'none' and question is not null then
          update conversations
          set title = the_title, title_terms = array_to_tsvector(the_title_terms), title_source = 'question'
          where id = the_conversation;
        end if;
        select * into last from messages
          where conversation_id = the_conversation and active order by depth desc limit 1;
      end if;

      if question is not null then
        insert into messages
          (id, conversation_id, parent_id, depth, active, role, status, content, terms, created_at)
        values (question_id, the_conversation, last.id, coalesce(last.depth, 0) + 1, true, 'user', 'complete', question,
          case when conversation.user_id is null then '' else array_to_tsvector(terms) end, at)
        returning * into last;
      end if;
      insert into messages
        (id, conversation_id, parent_id, depth, active, role, status, content, terms, created_at)
      values (answer_id, the_conversation, last.id, last.depth + 1, true, 'assistant', 'pending', '', '', at);

      begun := the_worker is not null and waiting = 0;
      if begun and caller is not null then
        perform pg_advisory_xact_lock(hashtextextended(caller::text, 1));
        select count(*) < user_max into begun from replies where user_id = caller and status = 'running';
      end if;
      outcome := 'begun';
      insert into replies (id, conversation_id, question_id, message_id, user_id, agent_id, options, request_id,
        created_at, status, attempt, worker_id, started_at)
      values (the_id, the_conversation, last.id, answer_id, caller, the_agent, the_options, the_request,
        at, case when begun then 'running' else 'queued' end, begun::integer,
        case when begun then the_worker end, case when begun then at end)
      returning * into reply;
      return next;
    end $$`.execute(db)

  // Returns false and stores nothing when a newer attempt has begun, or the reply has already ended or was deleted.
  await sql`create function finish_reply(
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
        perform record_usage(reply.user_id, the_model, the_usage, at, time_zone);
      end if;
      insert into outbox (id, subject, at, correlation_id, traceparent, data)
      values (fact_id, 'chat.reply.completed', at, reply.request_id, trace, jsonb_build_object(
        'reply_id', the_id, 'conversation_id', reply.conversation_id, 'message_id', reply.message_id,
        'user_id', reply.user_id, 'agent_id', reply.agent_id, 'finish_reason', the_finish_reason,
        'total_tokens', coalesce((the_usage->>'total_tokens')::integer, 0)));
      return true;
    end $$`.execute(db)

  // Adds one answer to its user's usage of that day; the nil UUID stands for all guests.
  await sql`create function record_usage(
    the_user uuid, the_model text, used jsonb, at timestamptz, time_zone text
  ) returns void language plpgsql as $$
    begin
      insert into usage_days as d (user_id, day, model, answers, prompt_tokens, completion_tokens, cost)
      values (coalesce(the_user, '00000000-0000-0000-0000-000000000000'), (at at time zone time_zone)::date, the_model, 1,
        (used->>'prompt_tokens')::bigint, (used->>'completion_tokens')::bigint,
        coalesce((used->>'cost')::numeric, 0))
      on conflict (user_id, day, model) do update set
        answers = d.answers + 1,
        prompt_tokens = d.prompt_tokens + excluded.prompt_tokens,
        completion_tokens = d.completion_tokens + excluded.completion_tokens,
        cost = d.cost + excluded.cost;
    end $$`.execute(db)
}
