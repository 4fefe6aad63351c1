import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // What learners say of themselves that they find hard: told to the tutor.
  await sql`alter table learner_settings add column weak_points text[] not null default '{}'`.execute(db)

  // A session is a conversation of chat, under the same id. begun_at: since when chat has it.
  await sql`create table sessions (
    conversation_id uuid primary key,
    user_id uuid not null,
    title text not null,
    subject text,
    grade_level smallint,
    status text not null default 'active' check (status in ('active', 'archived')),
    question_count integer not null default 0,
    total_tokens bigint not null default 0,
    begun_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_asked_at timestamptz not null
  )`.execute(db)
  await sql`create index on sessions (user_id, last_asked_at desc, conversation_id desc)`.execute(db)

  // request: what chat is asked, until it has taken it. known_answer: what must not be told while the learner gets hints only.
  await sql`create table questions (
    id uuid primary key,
    user_id uuid not null,
    conversation_id uuid not null references sessions on delete cascade,
    reply_id uuid not null unique,
    message_id uuid,
    status text not null default 'asked' check (status in ('asked', 'begun', 'answered', 'failed')),
    content text not null,
    type text not null,
    subject text,
    topic text,
    difficulty_level smallint,
    context_data jsonb not null default '{}',
    student_attempt text,
    mistake_id uuid,
    guidance text not null check (guidance in ('answer', 'steps', 'hints')),
    hint_level smallint check (hint_level between 1 and 3),
    revealed boolean not null default false,
    known_answer text,
    request jsonb,
    problem jsonb,
    idempotency_key text,
    created_at timestamptz not null,
    tried_at timestamptz not null,
    ended_at timestamptz,
    terms tsvector not null default ''
  )`.execute(db)
  await sql`create index on questions (user_id, id desc)`.execute(db)
  await sql`create index on questions (conversation_id, id desc)`.execute(db)
  await sql`create unique index questions_once on questions (user_id, idempotency_key)
    where idempotency_key is not null`.execute(db)
  await sql`create index on questions (tried_at) where status in ('asked', 'begun')`.execute(db)
  await sql`create index on questions using gin (terms)`.execute(db)

  await sql`create table answers (
    question_id uuid primary key references questions on delete cascade,
    user_id uuid not null,
    message_id uuid not null unique,
    content text not null,
    status text not null check (status in ('complete', 'stopped')),
    finish_reason text not null,
    model text,
    usage jsonb,
    latex jsonb not null,
    held_back integer,
    rating smallint check (rating between 1 and 5),
    feedback_text text,
    is_helpful boolean,
    generation_ms integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    terms tsvector not null default ''
  )`.execute(db)
  await sql`create index on answers (user_id)`.execute(db)
  await sql`create index on answers using gin (terms)`.execute(db)
}
