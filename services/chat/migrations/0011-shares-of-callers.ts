import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * What one caller may have unfinished is bounded, running and queued together, and guests together may take a part of the
 * queue only. begin_reply is that of 0006 with these bounds, beside it: a replica of the version before goes on with the
 * former. begin_replies stores several in one call, as 0010 does with ends.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A digest of the network that a guest asks from, for as long as the reply is unfinished.
  await sql`alter table replies add column guest_network text`.execute(db)
  await sql`create index replies_unfinished_of_network on replies (guest_network)
    where guest_network is not null`.execute(db)
  await sql`create function forget_guest_network() returns trigger language plpgsql as $$
    begin
      new.guest_network := null;
      return new;
    end $$`.execute(db)
  await sql`create trigger replies_forget_network before update of status on replies for each row
    when (new.guest_network is not null and new.status not in ('queued', 'running'))
    execute function forget_guest_network()`.execute(db)

  // Users' questions are not held up by guests' that wait for guests' share. Counted without a lock: questions of one caller
  // that are stored in the same instant may exceed unfinished_max by their number.
  await sql`create function begin_reply(
    the_id uuid, the_conversation uuid, is_new boolean, caller uuid, network text, the_agent integer,
    question_id uuid, question text, terms text[], the_title text, the_title_terms text[],
    answer_id uuid, the_options jsonb, the_request text, at timestamptz,
    the_worker uuid, user_max double precision, unfinished_max double precision,
    queue_max double precision, guests_queue_max double precision
  ) returns table (outcome text, reply replies) language plpgsql as $$
    #variable_conflict use_column
    declare
      conversation conversations;
      last messages;
      waiting bigint;
      users_waiting bigint;
      unfinished bigint := 0;
      begun boolean;
    begin
      if caller is not null then
        select count(*) into unfinished from replies where user_id = caller and status in ('queued', 'running');
      elsif network is not null then
        select count(*) into unfinished from replies where guest_network = network;
      end if;
      if unfinished >= unfinished_max then
        return query select 'share used up', null::replies;
        return;
      end if;
      select count(*), count(user_id) into waiting, users_waiting from replies where status = 'queued';
      if waiting >= queue_max or (caller is null and network is not null and waiting - users_waiting >= guests_queue_max)
      then
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

      begun := the_worker is not null and (case when caller is null then waiting else users_waiting end) = 0;
      if begun and caller is not null then
        perform pg_advisory_xact_lock(hashtextextended(caller::text, 1));
        select count(*) < user_max into begun from replies where user_id = caller and status = 'running';
      end if;
      outcome := 'begun';
      insert into replies (id, conversation_id, question_id, message_id, user_id, guest_network, agent_id, options,
        request_id, created_at, status, attempt, worker_id, started_at)
      values (the_id, the_conversation, last.id, answer_id, caller, case when caller is null then network end, the_agent,
        the_options, the_request, at, case when begun then 'running' else 'queued' end, begun::integer,
        case when begun then the_worker end, case when begun then at end)
      returning * into reply;
      return next;
    end $$`.execute(db)

  // In one order of what is locked (see 0010). `n` is a row's number, which it is returned with.
  // Replaced where 0010 made it already, as it did at first; what that took is still understood.
  await sql`create or replace function begin_replies(rows jsonb)
    returns table (n integer, outcome text, reply replies) language plpgsql as $$
    begin
      return query select begun.n, result.outcome, result.reply from (
        select * from jsonb_to_recordset(rows) as of(
          n integer, id uuid, conversation uuid, is_new boolean, caller uuid, network text, agent integer,
          question_id uuid, question text, terms text[], title text, title_terms text[], answer_id uuid, options jsonb,
          request text, at timestamptz, worker uuid, user_max double precision, unfinished_max double precision,
          queue_max double precision, guests_queue_max double precision)
        order by of.caller, of.conversation
      ) begun cross join lateral begin_reply(
        the_id => begun.id,
        the_conversation => begun.conversation,
        is_new => begun.is_new,
        caller => begun.caller,
        network => begun.network,
        the_agent => begun.agent,
        question_id => begun.question_id,
        question => begun.question,
        terms => begun.terms,
        the_title => begun.title,
        the_title_terms => begun.title_terms,
        answer_id => begun.answer_id,
        the_options => begun.options,
        the_request => begun.request,
        at => begun.at,
        the_worker => begun.worker,
        user_max => begun.user_max,
        unfinished_max => begun.unfinished_max,
        queue_max => begun.queue_max,
        guests_queue_max => begun.guests_queue_max) result;
    end $$`.execute(db)
}
