import { searchTerms } from '@lingzhi/search-terms/search-terms'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { randomFrom } from './random.ts'

export interface History {
  /** All messages, of all users. */
  messages: number
  /** Of the one user whose history is read. */
  conversations: number
  /** Messages of that user's longest and oldest conversation. */
  longest: number
  userId: string
}

/** Words by how often they occur: in every second message, in some dozens, and only in the oldest conversations. */
export const words = {
  frequent: ['我们', 'project'],
  rare: ['纠缠', 'xylophone'],
  old: ['羊皮', 'palimpsest'],
} as const

const poolSize = 2_000
const batch = 50_000
const longestId = '01970000-0000-7000-8000-000000000000'
export const longestConversation = longestId

/**
 * A platform's history: half of the messages are one user's, whose longest conversation is the oldest; the rest belongs
 * to a thousand others. Texts are Chinese and English in turn, of a vocabulary used as language is: few words often.
 */
export async function seedHistory(db: Kysely<never>, { messages, conversations, longest, userId }: History) {
  const random = randomFrom(7)
  const zipf = (below: number) => Math.floor(below ** (random(1_000_000) / 1_000_000)) - 1
  const chinese = (n: number) => String.fromCodePoint(0x4e00 + ((n * 7_919) % 6_000))
  const sentence = (n: number) =>
    n % 2 === 0
      ? Array.from({ length: 120 }, () => chinese(zipf(3_000))).join('')
      : Array.from({ length: 60 }, () => `w${zipf(20_000).toString(36)}`).join(' ')
  await sql`create table pool (nr integer primary key, content text, terms tsvector)`.execute(db)
  const pool = Array.from({ length: poolSize }, (_, n) => {
    const content = `${sentence(n)} ${Math.floor(n / 2) % 2 === 0 ? words.frequent.join(' ') : ''}`
    return { nr: n, content, terms: searchTerms(content) }
  })
  for (let from = 0; from < poolSize; from += 200)
    await sql`insert into pool select nr, content, array_to_tsvector(array(select jsonb_array_elements_text(terms)))
      from jsonb_to_recordset(${JSON.stringify(pool.slice(from, from + 200))}::jsonb)
      as x (nr integer, content text, terms jsonb)`.execute(db)

  await sql`create function seed_uuid(kind int, n bigint) returns uuid language sql immutable as
    $$ select ('01980000-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$`.execute(
    db,
  )
  const own = messages / 2 - longest
  const each = Math.floor(own / (conversations - 1))
  const others = Math.ceil(messages / 2 / each)
  // Conversation 0 is the longest; the user's own follow, then those of the others.
  await sql`insert into conversations
      (id, user_id, agent_id, title, title_source, title_terms, message_count, created_at, last_active)
    select case n when 0 then ${longestId}::uuid else seed_uuid(1, n) end,
      case when n < ${conversations}::int then ${userId}::uuid else seed_uuid(3, n % 1000) end, 1,
      '对话 ' || n, 'user', array_to_tsvector(array['对话', '话', n::text]),
      case n when 0 then ${longest}::int else ${each}::int end, at, at
    from generate_series(0, ${conversations + others - 1}::int) n,
      lateral (select now() - interval '300 days' + n % ${conversations}::int * interval '1 minute' as at) t`.execute(
    db,
  )
  // Built at once afterwards, which is many times faster than row by row.
  await sql`drop index messages_terms`.execute(db)
  const rare = sql`array[${sql.join(words.rare)}]`
  const old = sql`array[${sql.join(words.old)}]`
  const fill = (
    from: number,
    to: number,
    conversation: ReturnType<typeof sql>,
    depth: ReturnType<typeof sql>,
  ) =>
    sql`insert into messages
        (id, conversation_id, parent_id, depth, active, role, status, content, terms, created_at)
      select seed_uuid(2, n), c.id, null, ${depth}, true, case n % 2 when 0 then 'user' else 'assistant' end,
        'complete', content, terms || array_to_tsvector(array['@' || c.user_id]
          || case when c.id = ${longestId} or (c.user_id = ${userId} and c.nr < 101) then ${old} else '{}' end
          || case when n % 20011 = 0 then ${rare} else '{}' end), c.created_at
      from generate_series(${from}::int, ${to - 1}::int) n
      join pool on pool.nr = (n::bigint * 7919) % ${poolSize}::int
      join lateral (select id, user_id, created_at, ${conversation} as nr from conversations
        where id = case ${conversation} when 0 then ${longestId}::uuid else seed_uuid(1, ${conversation}) end) c on true`.execute(
      db,
    )
  for (let from = 0; from < messages; from += batch) {
    const to = Math.min(from + batch, messages)
    if (from < longest) await fill(from, Math.min(to, longest), sql`0`, sql`n + 1`)
    if (to > longest)
      await fill(
        Math.max(from, longest),
        to,
        sql`(1 + (n - ${longest}::int) / ${each}::int)`,
        sql`(n - ${longest}::int) % ${each}::int + 1`,
      )
  }
  await sql`set maintenance_work_mem = '512MB'`.execute(db)
  await sql`create index messages_terms on messages using gin (terms)`.execute(db)
  await sql`drop table pool`.execute(db)
  await sql`vacuum analyze messages`.execute(db)
  await sql`analyze conversations`.execute(db)
}
