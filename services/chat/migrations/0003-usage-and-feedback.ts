import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // One row per user, day and model, so that statistics and budgets read few rows however many answers there were. The nil
  // UUID stands for all guests. No reference to conversations: deleting one does not give back what it cost.
  await sql`create table usage_days (
    user_id uuid not null,
    day date not null,
    model text not null,
    answers integer not null,
    prompt_tokens bigint not null,
    completion_tokens bigint not null,
    cost numeric(20, 9) not null,
    primary key (user_id, day, model)
  )`.execute(db)
  await sql`create index on usage_days (day)`.execute(db)

  await sql`create table feedback (
    message_id uuid not null references messages on delete cascade,
    user_id uuid not null,
    type text not null check (type in ('like', 'dislike', 'correct')),
    comment text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (message_id, user_id)
  )`.execute(db)
  await sql`create index on feedback (user_id)`.execute(db)
}
