import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * People with a conversation each, every answer in it rated two hours ago; `bench_uuid(3, n)` is the id of the n-th of them. At most 100
 * answers each.
 */
export async function seedRated(
  db: Kysely<never>,
  { people, each }: { people: number; each: number },
): Promise<void> {
  const messages = each * 2
  await sql`create function bench_uuid(kind int, n bigint) returns uuid language sql immutable as
    $$ select ('01980000-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$`.execute(
    db,
  )
  await sql`insert into conversations (id, user_id, agent_id, title, title_source, title_terms, message_count, created_at, last_active)
    select bench_uuid(1, n), bench_uuid(3, n), 1, '对话', 'user', ''::tsvector, ${messages}::int, now(), now()
    from generate_series(1, ${people}::int) n`.execute(db)
  await sql`insert into messages (id, conversation_id, parent_id, depth, active, role, status, content, terms, created_at)
    select bench_uuid(2, n * 256 + d), bench_uuid(1, n), case d when 1 then null else bench_uuid(2, n * 256 + d - 1) end, d, true,
      case d % 2 when 1 then 'user' else 'assistant' end, 'complete', repeat('字', 200), ''::tsvector, now()
    from generate_series(1, ${people}::int) n, generate_series(1, ${messages}::int) d`.execute(db)
  await sql`insert into replies (id, conversation_id, question_id, message_id, user_id, agent_id, status, options, request_id, created_at, ended_at)
    select bench_uuid(4, n * 256 + d), bench_uuid(1, n), bench_uuid(2, n * 256 + d - 1), bench_uuid(2, n * 256 + d), bench_uuid(3, n), 1,
      'completed', '{}', 'bench', now(), now()
    from generate_series(1, ${people}::int) n, generate_series(2, ${messages}::int, 2) d`.execute(db)
  await sql`insert into feedback (message_id, user_id, type, comment, created_at, updated_at)
    select bench_uuid(2, n * 256 + d), bench_uuid(3, n), case d % 3 when 0 then 'like' else 'dislike' end, '太长了', now() - interval '2 hours',
      now() - interval '2 hours'
    from generate_series(1, ${people}::int) n, generate_series(2, ${messages}::int, 2) d`.execute(db)
  await sql`analyze feedback`.execute(db)
}
