import { addOutboxTrace, createOutboxTable } from '@lingzhi/bus/outbox'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // guidance: null where the deployment's holds.
  await sql`create table learner_settings (
    user_id uuid primary key,
    grade_level smallint check (grade_level between 1 and 12),
    subjects text[] not null default '{}',
    guidance text check (guidance in ('answer', 'steps', 'hints')),
    version integer not null default 1,
    updated_at timestamptz not null
  )`.execute(db)
  await sql`create table deleted_users (user_id uuid primary key, deleted_at timestamptz not null)`.execute(
    db,
  )
  await createOutboxTable(db)
  await addOutboxTrace(db)
}
