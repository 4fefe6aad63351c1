import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // content: as it was made, every task with mistakes of the learner's. dropped: tasks that named others.
  await sql`create table revision_plans (
    id uuid primary key,
    user_id uuid not null,
    cycle text not null check (cycle in ('7days', '14days', '30days')),
    from_on date not null,
    to_on date not null,
    title text not null,
    content jsonb not null,
    dropped jsonb not null,
    statistics jsonb not null,
    created_at timestamptz not null
  )`.execute(db)
  await sql`create index revision_plans_of_user on revision_plans (user_id, id)`.execute(db)
}
