import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Lets the check-ins of several users share a transaction. `record_checkin` stays for replicas of the previous version,
 * which run during an upgrade.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // One statement for all of them, with a cached plan. The accounts' rows are written first, ordered by user, so that two
  // calls with users in common wait for each other instead of deadlocking; each row is the lock for everything else of
  // its user, even one who has no row yet. A call may name a user only once. Users who have already checked in for that
  // day or a later one, and erased users, are not among the accounts returned.
  await sql`create function record_checkins(checkins json, rewards integer[])
  returns setof points_accounts language plpgsql as $$
    begin
      return query
      with given as (
        select * from json_to_recordset(checkins) as g (
          user_id uuid, day date, at timestamptz, record_id uuid, entry_id uuid, fact_id uuid,
          correlation_id text, traceparent text)
      ),
      account as (
        insert into points_accounts as a
          (user_id, seq, balance, last_checkin, streak, longest_streak, checkins)
        select user_id, 1, rewards[1], day, 1, 1, 1 from given order by user_id
        on conflict (user_id) do update set (seq, balance, last_checkin, streak, longest_streak, checkins) = (
          select a.seq + 1, a.balance + rewards[least(next.streak, cardinality(rewards))], excluded.last_checkin,
            next.streak, greatest(a.longest_streak, next.streak), a.checkins + 1
          from (
            select case when a.last_checkin = excluded.last_checkin - 1 then a.streak + 1 else 1 end as streak
          ) next
        )
        where a.last_checkin is null or a.last_checkin < excluded.last_checkin
        returning *
      ),
      done as materialized (
        select given.*, a.seq, a.balance, a.streak, rewards[least(a.streak, cardinality(rewards))] as earned
        from account a join given using (user_id)
      ),
      record as (
        insert into checkin_records (id, user_id, checkin_date, streak, lingzhi_earned, created_at)
        select record_id, user_id, day, streak, earned, at from done
      ),
      entry as (
        insert into points_ledger (id, user_id, seq, kind, amount, balance, reason, reference, created_at)
        select entry_id, user_id, seq, 'checkin', earned, balance, format('连续签到第 %s 天', streak), record_id, at
        from done
      ),
      fact as (
        insert into outbox (id, subject, at, correlation_id, traceparent, data)
        select fact_id, 'checkin.checkin.recorded', at, correlation_id, traceparent, jsonb_build_object(
          'user_id', user_id, 'checkin_date', day, 'lingzhi_earned', earned,
          'streak', streak, 'total_lingzhi', balance)
        from done
      )
      select * from account;
    end $$`.execute(db)
}
