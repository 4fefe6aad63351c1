import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * What guests of an IPv6 /48 have unfinished together is bounded too. `guest_network` is that of 0011, or it and, after a space,
 * a digest of the /48; a replica of the version before writes the former, and names no bound for the latter.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index replies_unfinished_of_wider_network on replies (split_part(guest_network, ' ', 2))
    where guest_network is not null`.execute(db)
  await sql`create or replace function begin_replies(rows jsonb)
    returns table (n integer, outcome text, reply replies) language plpgsql as $$
    #variable_conflict use_column
    declare
      begun record;
      wider text;
      unfinished bigint;
    begin
      for begun in
        select * from jsonb_to_recordset(rows) as of(
          n integer, id uuid, conversation uuid, is_new boolean, caller uuid, network text, agent integer,
          question_id uuid, question text, terms text[], title text, title_terms text[], answer_id uuid, options jsonb,
          request text, at timestamptz, worker uuid, user_max double precision, unfinished_max double precision,
          wider_unfinished_max double precision, queue_max double precision, guests_queue_max double precision)
        order by of.caller, of.conversation
      loop
        wider := split_part(begun.network, ' ', 2);
        if begun.caller is null and wider <> '' and begun.wider_unfinished_max is not null then
          select count(*) into unfinished from replies
            where guest_network is not null and split_part(guest_network, ' ', 2) = wider;
          if unfinished >= begun.wider_unfinished_max then
            return query select begun.n, 'share used up', null::replies;
            continue;
          end if;
        end if;
        return query select begun.n, result.outcome, result.reply from begin_reply(
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
      end loop;
    end $$`.execute(db)
}
