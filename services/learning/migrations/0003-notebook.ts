import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table learner_settings
    add column scheduler text not null default 'fsrs' check (scheduler in ('fsrs', 'ladder')),
    add column retention float8 not null default 0.9 check (retention between 0.8 and 0.97)`.execute(db)
  // From status on, what the reviews of a card come to: always to be made again from them.
  await sql`create table mistakes (
    id uuid primary key,
    user_id uuid not null,
    subject text not null,
    title text not null,
    description text,
    question_content text not null,
    student_answer text,
    correct_answer text,
    explanation text,
    chapter text,
    category text,
    question_type text,
    error_type text,
    notes text,
    knowledge_points text[] not null default '{}',
    tags text[] not null default '{}',
    difficulty_level smallint not null default 2 check (difficulty_level between 1 and 5),
    starred boolean not null default false,
    source text not null,
    source_id text,
    created_on date not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    terms tsvector not null default '',
    status text not null check (status in ('learning', 'reviewing', 'mastered', 'forgotten')),
    stability float8 not null,
    difficulty float8 not null,
    due_on date not null,
    last_on date not null,
    interval_days integer not null,
    streak integer not null,
    lapses integer not null,
    mastery float8 not null,
    step integer not null,
    reviews_count integer not null,
    correct_count integer not null
  )`.execute(db)
  await sql`create index mistakes_of_user on mistakes (user_id, id)`.execute(db)
  await sql`create index mistakes_due on mistakes (user_id, due_on)`.execute(db)
  await sql`create unique index mistakes_by_source on mistakes (user_id, source, source_id)
    where source_id is not null`.execute(db)
  await sql`create index mistakes_terms on mistakes using gin (terms)`.execute(db)
  // number: the order in which reviews were recorded, within a day their order for the schedule.
  await sql`create table reviews (
    id uuid primary key,
    number bigint generated always as identity,
    mistake_id uuid not null references mistakes (id) on delete cascade,
    user_id uuid not null,
    attempt_id uuid not null,
    reviewed_on date not null,
    result text not null check (result in ('correct', 'partial', 'incorrect')),
    rating text check (rating in ('again', 'hard', 'good', 'easy')),
    method text not null check (method in ('manual', 'scheduled', 'import', 'session')),
    time_spent_s integer,
    confidence_level smallint,
    user_answer text,
    notes text,
    counted boolean not null,
    elapsed_days integer not null,
    predicted float8 not null,
    stability float8 not null,
    difficulty float8 not null,
    interval_days integer not null,
    due_on date not null,
    algorithm text not null check (algorithm in ('fsrs', 'ladder')),
    recorded_at timestamptz not null,
    voided_at timestamptz,
    unique (user_id, attempt_id)
  )`.execute(db)
  await sql`create index reviews_of_mistake on reviews (mistake_id, number)`.execute(db)
  await sql`create index reviews_of_user on reviews (user_id, number)`.execute(db)
  await sql`create index reviews_by_day on reviews (user_id, reviewed_on) where voided_at is null`.execute(db)
}
