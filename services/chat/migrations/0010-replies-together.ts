import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Replies that begin, or end, at the same time are stored in one call and one transaction, and so is usage that is not a
 * reply's: `rows` is an array of what begin_reply, finish_reply or record_usage takes (see 0006), under short names. Functions, because their plans are cached. They
 * go through the rows in one order of what is locked, so that two replicas never wait for each other; for that each owner
 * may have one row in a call, and guests together one among the endings, as their usage is one row of a table.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // `n` is a row's number, which it is returned with.
  await sql`create function begin_replies(rows jsonb)
    returns table (n integer, outcome text, reply replies) language plpgsql as $$
    begin
      return query select begun.n, result.outcome, result.reply from (
        select * from jsonb_to_recordset(rows) as of(
          n integer, id uuid, conversation uuid, is_new boolean, caller uuid, agent integer, question_id uuid,
          question text, terms text[], title text, title_terms text[], answer_id uuid, options jsonb, request text,
          at timestamptz, worker uuid, user_max double precision, queue_max double precision)
        order by of.caller, of.conversation
      ) begun cross join lateral begin_reply(
        the_id => begun.id,
        the_conversation => begun.conversation,
        is_new => begun.is_new,
        caller => begun.caller,
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
        queue_max => begun.queue_max) result;
    end $$`.execute(db)

  // Returns the ids of the replies whose end was stored.
  await sql`create function finish_replies(rows jsonb) returns setof uuid language plpgsql as $$
    begin
      return query select ended.id from (
        select * from jsonb_to_recordset(rows) as of(
          id uuid, owner uuid, attempt integer, worker uuid, status text, finish_reason text, problem jsonb,
          usage jsonb, model text, provider text, attempts integer, cached boolean, runs integer[],
          first_token timestamptz, at timestamptz, answer text, reasoning text, terms text[], time_zone text,
          fact uuid, trace text)
        order by of.owner
      ) ended where finish_reply(
        the_id => ended.id,
        the_attempt => ended.attempt,
        the_worker => ended.worker,
        the_status => ended.status,
        the_finish_reason => ended.finish_reason,
        the_problem => ended.problem,
        the_usage => ended.usage,
        the_model => ended.model,
        the_provider => ended.provider,
        the_attempts => ended.attempts,
        is_cached => ended.cached,
        the_runs => ended.runs,
        first_token => ended.first_token,
        at => ended.at,
        answer => ended.answer,
        the_reasoning => ended.reasoning,
        the_terms => ended.terms,
        time_zone => ended.time_zone,
        fact_id => ended.fact,
        trace => ended.trace);
    end $$`.execute(db)

  await sql`create function record_usages(rows jsonb) returns void language plpgsql as $$
    begin
      perform record_usage(used.user_id, used.model, used.usage, used.at, used.time_zone) from (
        select * from jsonb_to_recordset(rows)
          as of(user_id uuid, model text, usage jsonb, at timestamptz, time_zone text)
        order by of.user_id, of.model
      ) used;
    end $$`.execute(db)
}
