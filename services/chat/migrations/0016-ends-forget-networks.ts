import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * A reply's end forgets its guest's network itself. The trigger of 0011 did so, and had PostgreSQL lock every reply's row, and
 * log that, before each update of its state. All ends go through finish_reply, also those of a replica of the version before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // That of 0013, with guest_network.
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
        cached = is_cached, runs = the_runs, first_token_at = first_token, ended_at = at, guest_network = null
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
  await sql`drop trigger replies_forget_network on replies`.execute(db)
  await sql`-- survives: its trigger alone called it
    drop function forget_guest_network()`.execute(db)
}
