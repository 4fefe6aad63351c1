import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const batch = 100_000

/**
 * Conversations of one user, a hundred messages each, about 390 bytes a message, half of them in Chinese:
 * what psql exports at 390 MB a million.
 */
export async function seedConversations(db: Kysely<never>, userId: string, messages: number): Promise<void> {
  await sql`create function seed_id(n bigint) returns uuid language sql immutable as
    $$ select ('01980000-' || lpad(to_hex(n >> 16), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$`.execute(
    db,
  )
  await sql`insert into conversations
      (id, user_id, agent_id, title, title_source, title_terms, message_count, created_at, last_active)
    select seed_id(n), ${userId}, 1, '对话 conversation ' || n, 'user', '', 100, at, at
    from generate_series(0, ${messages / 100 - 1}::int) n, lateral (select now() - interval '1 day' + n * interval '1 ms' as at) t`.execute(
    db,
  )
  for (let from = 0; from < messages; from += batch) {
    await sql`insert into messages
        (id, conversation_id, parent_id, depth, active, role, status, content, terms, created_at)
      select seed_id(4294967296 + n), seed_id(n / 100), null, n % 100 + 1, true,
        case n % 2 when 0 then 'user' else 'assistant' end, 'complete',
        case n % 2 when 0 then repeat('Tell me more about "number" ' || n || E'.\n', 3) else repeat('这是第' || n || '条回答，', 11) end,
        '', now() - interval '1 day'
      from generate_series(${from}::int, ${Math.min(from + batch, messages) - 1}::int) n`.execute(db)
  }
  await sql`analyze conversations, messages`.execute(db)
}
