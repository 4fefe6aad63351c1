import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * Rules that the database enforces, because code may have bugs: history is never changed, a user's data is deleted only
 * as a whole, and an account is always at its newest ledger entry.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Digests of the ids of erased users: their late facts and requests must not store anything again.
  await sql`create table erasures (
    user_digest bytea primary key,
    erased_at timestamptz not null
  )`.execute(db)

  await sql`create function keep_history() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        perform from erasures where user_digest = sha256(uuid_send(old.user_id));
        if found then return old; end if;
      end if;
      raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
    end $$`.execute(db)
  for (const table of ['points_ledger', 'checkin_records']) {
    await sql`create trigger keep_history before update or delete on ${sql.table(table)}
      for each row execute function keep_history()`.execute(db)
  }
  await sql`create trigger keep_account before delete on points_accounts
    for each row execute function keep_history()`.execute(db)
  for (const table of ['points_ledger', 'checkin_records', 'points_accounts']) {
    await sql`create trigger keep_all before truncate on ${sql.table(table)}
      for each statement execute function keep_history()`.execute(db)
  }

  // The foreign keys ensure that an account is at some entry. These two triggers ensure that it is the newest: an
  // account moves one entry at a time, and no entry is added without moving it.
  await sql`create function move_one_entry() returns trigger language plpgsql as $$
    begin
      if new.user_id = old.user_id and new.seq in (old.seq, old.seq + 1) then return new; end if;
      raise exception 'an account moves one ledger entry at a time' using errcode = 'restrict_violation';
    end $$`.execute(db)
  await sql`create trigger move_one_entry before update of user_id, seq, balance on points_accounts
    for each row execute function move_one_entry()`.execute(db)
  await sql`create function stand_at_newest() returns trigger language plpgsql as $$
    begin
      if exists (
        select from points_accounts a
        where a.user_id = new.user_id and a.seq = new.seq and a.balance = new.balance
      ) then return null; end if;
      raise exception 'a ledger entry needs its account moved to it' using errcode = 'restrict_violation';
    end $$`.execute(db)
  await sql`create trigger stand_at_newest after insert on points_ledger
    for each row execute function stand_at_newest()`.execute(db)
  await sql`create unique index points_ledger_one_registration on points_ledger (user_id)
    where kind = 'registration'`.execute(db)

  // Every write starts by inserting the user's row. It and an erasure of the same user wait for each other, so that
  // nothing is written during an erasure; the row of an erased user is silently skipped.
  await sql`create function skip_erased() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock_shared(hashtextextended(new.user_id::text, 0));
      perform from erasures where user_digest = sha256(uuid_send(new.user_id));
      if found then return null; end if;
      return new;
    end $$`.execute(db)
  await sql`create trigger skip_erased before insert on points_accounts
    for each row execute function skip_erased()`.execute(db)
}
