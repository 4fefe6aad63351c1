import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The row that whoever counts for a learner locks first, so that events come one after another. points: how many knowledge points.
  await sql`create table learner_activity (
    user_id uuid primary key,
    last_at timestamptz,
    points integer not null default 0
  )`.execute(db)

  // Append-only, and without texts: what a learner did, once each, under the id of what it came from. hour: in the deployment's zone; null
  // where nobody measured when it was done. score: in hundredths of a point. voided_at: it was taken back.
  await sql`create table learning_events (
    id uuid primary key,
    number bigint generated always as identity,
    user_id uuid not null,
    kind text not null check (kind in ('question', 'mistake', 'review', 'submission', 'item')),
    at timestamptz not null,
    day date not null,
    hour smallint check (hour between 0 and 23),
    subject text not null,
    result text check (result in ('correct', 'partial', 'incorrect')),
    difficulty smallint,
    pictured boolean not null default false,
    opens boolean not null default false,
    score integer,
    score_max integer,
    rating smallint check (rating between 1 and 5),
    point_ids uuid[] not null default '{}',
    voided_at timestamptz
  )`.execute(db)
  await sql`create index learning_events_of_user on learning_events (user_id, at, number)`.execute(db)

  const counts = [
    ...['questions', 'sessions', 'pictured', 'mistakes', 'reviews', 'correct', 'partial', 'incorrect'],
    ...['submissions', 'items', 'score', 'score_max', 'rating_sum', 'ratings', 'sittings', 'active_ms'],
  ]
  await sql`create table learning_days (
    user_id uuid not null,
    day date not null,
    subject text not null,
    ${sql.raw(counts.map((name) => `${name} bigint not null default 0`).join(', '))},
    primary key (user_id, day, subject)
  )`.execute(db)
  await sql`create table learning_tallies (
    user_id uuid not null,
    day date not null,
    kind text not null check (kind in ('hour', 'difficulty')),
    key smallint not null,
    n bigint not null default 0,
    primary key (user_id, day, kind, key)
  )`.execute(db)

  // "right" and "wrong": the weights of its evidence up to last_on, each halved every 60 days.
  await sql`create table knowledge_points (
    id uuid primary key,
    user_id uuid not null,
    subject text not null,
    name text not null,
    folded text not null,
    questions integer not null default 0,
    mistakes integer not null default 0,
    "right" float8 not null default 0,
    wrong float8 not null default 0,
    evidence_count integer not null default 0,
    last_on date,
    created_at timestamptz not null,
    unique (user_id, subject, folded)
  )`.execute(db)
  await sql`create index knowledge_points_of_user on knowledge_points (user_id, id)`.execute(db)

  await sql`create table mastery_evidence (
    point_id uuid not null references knowledge_points on delete cascade,
    event_id uuid not null references learning_events on delete cascade,
    user_id uuid not null,
    number bigint generated always as identity,
    day date not null,
    result text not null check (result in ('correct', 'partial', 'incorrect')),
    weight float8 not null,
    judged_by text not null check (judged_by in ('rules', 'model', 'human', 'self')),
    assisted boolean not null,
    removed_at timestamptz,
    primary key (point_id, event_id)
  )`.execute(db)
  await sql`create index mastery_evidence_in_order on mastery_evidence (point_id, day, number)`.execute(db)
  await sql`create index mastery_evidence_of_event on mastery_evidence (event_id)`.execute(db)
  await sql`create index mastery_evidence_of_user on mastery_evidence (user_id)`.execute(db)

  await sql`alter table reviews
    add column judged_by text not null default 'self' check (judged_by in ('rules', 'model', 'human', 'self')),
    add column assisted boolean not null default false`.execute(db)
  // The weakest judge of its stages so far.
  await sql`alter table review_sessions add column judged_by text check (judged_by in ('rules', 'model', 'self'))`.execute(
    db,
  )
  await sql`create index questions_about_mistake on questions (mistake_id, created_at) where mistake_id is not null`.execute(
    db,
  )
  await sql`alter table learner_settings add column daily_goals jsonb`.execute(db)
  // Cards that are still to be folded in the way chosen last, from this one on.
  await sql`create table reschedules (
    user_id uuid primary key,
    after uuid,
    done integer not null default 0,
    total integer not null,
    requested_at timestamptz not null
  )`.execute(db)
}
