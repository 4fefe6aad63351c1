import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // variants: of stage 2 and 3, each with a key of its own. tries: how often a model was asked for the one of this stage.
  await sql`create table review_sessions (
    id uuid primary key,
    user_id uuid not null,
    mistake_id uuid not null references mistakes (id) on delete cascade,
    stage smallint not null default 1 check (stage between 1 and 3),
    status text not null default 'active' check (status in ('active', 'completed_success', 'completed_fail')),
    attempts integer not null default 0,
    tries integer not null default 0,
    variants jsonb not null default '{}',
    open_question boolean not null default false,
    review_id uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    ended_at timestamptz
  )`.execute(db)
  await sql`create index review_sessions_of_user on review_sessions (user_id, id)`.execute(db)
  await sql`create index review_sessions_of_mistake on review_sessions (mistake_id)`.execute(db)
}
