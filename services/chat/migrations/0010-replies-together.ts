import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Replies that end at the same time are stored in one call and one transaction, and so is usage that is not a reply's: `rows`
 * is an array of what finish_reply or record_usage takes (see 0006), under short names. Functions, because their plans are
 * cached. They go through the rows in one order of what is locked, so that two replicas never wait for each other; for that
 * each owner may have one row in a call, and guests together one among the endings, as their usage is one row of a table.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
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
