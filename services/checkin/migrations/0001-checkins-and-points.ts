import { createOutboxTable } from '@lingzhi/bus/outbox'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table checkin_records (
    id uuid primary key,
    user_id uuid not null,
    checkin_date date not null,
    streak integer not null check (streak >= 1),
    lingzhi_earned integer not null check (lingzhi_earned >= 0),
    created_at timestamptz not null,
    unique (user_id, checkin_date)
  )`.execute(db)

  // Every entry refers to the one before it and to its balance, so the database itself guarantees that each balance is
  // the sum of all amounts: the foreign key of an entry with a wrong balance has no row to refer to.
  await sql`create table points_ledger (
    id uuid primary key,
    user_id uuid not null,
    seq integer not null check (seq >= 1),
    kind text not null,
    amount integer not null,
    balance bigint not null check (balance >= 0),
    previous_seq integer generated always as (nullif(seq - 1, 0)) stored,
    previous_balance bigint generated always as (case when seq > 1 then balance - amount end) stored,
    reason text not null,
    reference uuid,
    created_at timestamptz not null,
    unique (user_id, seq),
    unique (user_id, seq, balance),
    check (seq > 1 or balance = amount),
    foreign key (user_id, previous_seq, previous_balance) references points_ledger (user_id, seq, balance)
  )`.execute(db)

  await sql`create table points_accounts (
    user_id uuid primary key,
    seq integer not null,
    balance bigint not null,
    foreign key (user_id, seq, balance) references points_ledger (user_id, seq, balance)
      deferrable initially deferred
  )`.execute(db)

  await createOutboxTable(db)
}
