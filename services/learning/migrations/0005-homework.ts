import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // shared: whoever knows its id may submit to it. version: of its items, which are never changed in place.
  await sql`create table homework_templates (
    id uuid primary key,
    user_id uuid not null,
    title text not null,
    subject text not null,
    description text,
    grade_level smallint check (grade_level between 1 and 12),
    due_at timestamptz,
    shared boolean not null default false,
    allow_again boolean not null default false,
    version integer not null default 1,
    max_score float8 not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`.execute(db)
  await sql`create index homework_templates_of_user on homework_templates (user_id, id)`.execute(db)
  await sql`create table homework_template_versions (
    template_id uuid not null references homework_templates (id) on delete cascade,
    version integer not null,
    items jsonb not null,
    created_at timestamptz not null,
    primary key (template_id, version)
  )`.execute(db)

  // once: the template allowed one submission from each when this one was made. tries: how often its transcription was asked for.
  // score, score_max: null until every item has one.
  await sql`create table homework_submissions (
    id uuid primary key,
    user_id uuid not null,
    template_id uuid references homework_templates (id) on delete set null,
    once boolean not null default false,
    title text not null,
    description text,
    note text,
    student_name text,
    completion_time_s integer,
    subject text not null,
    grade_level smallint check (grade_level between 1 and 12),
    kind text not null check (kind in ('answers', 'text', 'files')),
    content text,
    auto_grade boolean not null,
    late boolean not null default false,
    status text not null check (status in
      ('uploaded', 'transcribing', 'transcribed', 'grading', 'graded', 'needs_review', 'failed')),
    tries integer not null default 0,
    score float8,
    score_max float8,
    problem jsonb,
    submitted_at timestamptz not null,
    updated_at timestamptz not null,
    tried_at timestamptz not null,
    graded_at timestamptz
  )`.execute(db)
  await sql`create index homework_submissions_of_user on homework_submissions (user_id, id)`.execute(db)
  await sql`create index homework_submissions_of_template on homework_submissions (template_id, id)`.execute(
    db,
  )
  await sql`create unique index homework_submissions_once on homework_submissions (template_id, user_id)
    where once`.execute(db)
  await sql`create index homework_submissions_moving on homework_submissions (tried_at)
    where status in ('uploaded', 'transcribing', 'grading')`.execute(db)
  await sql`create table homework_pages (
    submission_id uuid not null references homework_submissions (id) on delete cascade,
    position smallint not null,
    file_id uuid not null,
    name text not null,
    primary key (submission_id, position)
  )`.execute(db)

  // transcribed_answer: as it was read, whatever was corrected since. tries: how often a model was asked anew for its grades. noted:
  // it was written into the notebook, from where its learner may have removed it.
  await sql`create table homework_items (
    id uuid primary key,
    submission_id uuid not null references homework_submissions (id) on delete cascade,
    user_id uuid not null,
    number integer not null,
    question text not null,
    question_type text not null,
    key text,
    alternatives text[] not null default '{}',
    tolerance text,
    unit text,
    points float8 not null,
    rubric jsonb not null,
    rubric_given boolean not null,
    rubric_version integer not null,
    knowledge_points text[] not null default '{}',
    student_answer text not null,
    transcribed_answer text,
    latex text,
    page integer,
    box jsonb,
    legibility float8,
    transcription_version integer not null default 1,
    corrected_by uuid,
    corrected_late boolean not null default false,
    status text not null default 'waiting' check (status in ('waiting', 'graded', 'needs_review', 'failed')),
    tries integer not null default 0,
    grade_id uuid,
    problem jsonb,
    noted boolean not null default false,
    unique (submission_id, number)
  )`.execute(db)
  await sql`create index homework_items_of_user on homework_items (user_id, id)`.execute(db)

  // basis: what a machine's grade rests on; the same twice is one grade. score: null where a person must look; low and high are then
  // what it may come to.
  await sql`create table homework_grades (
    id uuid primary key,
    item_id uuid not null references homework_items (id) on delete cascade,
    user_id uuid not null,
    source text not null check (source in ('rule', 'model', 'human')),
    basis text,
    result text not null check (result in ('correct', 'partial', 'incorrect', 'unanswered', 'undecided')),
    score float8,
    low float8 not null,
    high float8 not null,
    criteria jsonb not null,
    confidence float8,
    passes integer not null,
    reasons text[] not null default '{}',
    rubric_version integer not null,
    transcription_version integer not null,
    completion_ids uuid[] not null default '{}',
    model text,
    correct_answer text,
    explanation jsonb,
    error_type text,
    knowledge_points text[] not null default '{}',
    created_by uuid,
    created_at timestamptz not null,
    unique (item_id, basis)
  )`.execute(db)
  await sql`create index homework_grades_of_item on homework_grades (item_id, id)`.execute(db)
  await sql`create index homework_grades_of_user on homework_grades (user_id, id)`.execute(db)

  await sql`create index homework_grades_by_person on homework_grades (created_by) where created_by is not null`.execute(
    db,
  )

  await sql`create table homework_appeals (
    id uuid primary key,
    item_id uuid not null references homework_items (id) on delete cascade,
    user_id uuid not null,
    reason text not null,
    status text not null default 'open' check (status in ('open', 'upheld', 'rejected')),
    decided_by uuid,
    decided_at timestamptz,
    created_at timestamptz not null
  )`.execute(db)
  await sql`create unique index homework_appeals_open on homework_appeals (item_id) where status = 'open'`.execute(
    db,
  )
  await sql`create index homework_appeals_by_person on homework_appeals (decided_by)
    where decided_by is not null`.execute(db)
  await sql`create index homework_appeals_of_user on homework_appeals (user_id, id)`.execute(db)

  // What chat's models were asked for, and what they said: the same question again is not asked again.
  await sql`create table homework_calls (
    id uuid primary key,
    submission_id uuid not null references homework_submissions (id) on delete cascade,
    user_id uuid not null,
    status text not null default 'asked' check (status in ('asked', 'completed', 'failed')),
    value jsonb,
    problem jsonb,
    model text,
    created_at timestamptz not null
  )`.execute(db)
  await sql`create index homework_calls_of_submission on homework_calls (submission_id)`.execute(db)
}
