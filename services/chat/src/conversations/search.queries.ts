import type { SearchQuery } from '@lingzhi/search-terms/search-terms'
import { ownerTerm, searchQuery } from '@lingzhi/search-terms/search-terms'
import type { InferResult } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { ConversationList } from './conversations.queries.ts'
import { conversationRows } from './conversations.queries.ts'

/** This much of the list is searched first: a frequent word is found there sooner than the index returns all its rows. */
const walkedConversationsMax = 100
const walkedMessagesMax = 2_000
/** Messages shown for a conversation found: the newest of the active path, then of other branches. */
const matchesMax = 3
/** Of terms, as they are stored, that one search unpacks: milliseconds of the database for each megabyte, whoever waits meanwhile. */
const unpackedMaxBytes = 16_000_000
/** So much of a long message is read, around the first word. */
const excerptChars = 2_000

/**
 * One page of the conversations whose title or messages match, and one more row if another page follows. Frequent
 * words are found in the next conversations of the list; rare ones, and those no longer frequent, through the index.
 */
export async function searchConversations(db: Db, list: ConversationList, q: string) {
  const query = searchQuery(q)
  if (query === null) return []
  const tsquery = query.all
  const near = await walk(db, list, tsquery)
  if (near.length > list.limit) return near
  return db.transaction().execute(async (trx) => {
    // For a user who owns much of the table, the planner would otherwise scan all of it.
    await sql`set local enable_seqscan = off`.execute(trx)
    const { rows } = await throughIndex(trx, list, query).execute(trx)
    return rows
  })
}

const inTitle = (tsquery: string) => sql<boolean>`title_terms @@ ${tsquery}::tsquery`

type FoundRow = InferResult<ReturnType<typeof conversationRows>>[number] & { found: string[] }

/**
 * What it costs depends on the user's own messages alone, and of them on the newest: what only a look at each message can tell is looked
 * for in so many bytes. Sorted are only those of the page.
 */
function throughIndex(trx: Db, list: ConversationList, { all, indexed }: SearchQuery) {
  const owned = `'${ownerTerm(list.userId)}'${indexed === null ? '' : ` & ${indexed}`}`
  const isFound = sql<boolean>`(id in (select conversation_id from matched) or ${inTitle(all)})`
  // The index would look for short prefixes in everybody's words; `||` keeps it from that.
  const isLookedAt =
    indexed === all
      ? sql<boolean>`true`
      : sql<boolean>`id in (select id from (
          select id, sum(pg_column_size(terms)) over (order by id desc) as bytes from messages
          where terms @@ ${owned}::tsquery) newest where bytes <= ${unpackedMaxBytes})
        and (terms || ''::tsvector) @@ ${all}::tsquery`
  return sql<FoundRow>`
    with matched as materialized (
      select id, conversation_id, active from messages
      where terms @@ ${owned}::tsquery and ${isLookedAt}),
    page as materialized (${conversationRows(trx, list).where(isFound)}),
    hits as (
      select conversation_id, (array_agg(id order by active desc, id desc))[1:${sql.lit(matchesMax)}] as found
      from matched where conversation_id in (select id from page) group by conversation_id)
    select page.*, coalesce(found, '{}') as found from page left join hits on conversation_id = page.id
    order by pinned desc, last_active desc, page.id desc`
}

/** Searches the next conversations of the list one by one, until a page is full or a bound is reached. */
function walk(db: Db, list: ConversationList, tsquery: string) {
  const next = conversationRows(db, { ...list, limit: walkedConversationsMax })
    .select('title_terms')
    .select(
      sql<number>`sum(message_count) over (order by pinned desc, last_active desc, id desc)`.as('walked'),
    )
  // offset 0 keeps the planner from turning this into a join, which would read all matches before the first row.
  const inMessages = sql<boolean>`exists (select from messages
    where messages.conversation_id = next.id and messages.terms @@ ${tsquery}::tsquery offset 0)`
  // Each half stops at its third match, and the second is read only if the first has fewer.
  const newestIn = sql<string[]>`array(
    (select id from messages where messages.conversation_id = next.id and active
      and messages.terms @@ ${tsquery}::tsquery order by depth desc limit ${sql.lit(matchesMax)})
    union all
    (select id from messages where messages.conversation_id = next.id and not active
      and messages.terms @@ ${tsquery}::tsquery order by id desc limit ${sql.lit(matchesMax)})
    limit ${sql.lit(matchesMax)})`
  return db
    .selectFrom(next.as('next'))
    .select(['id', 'title', 'agent_id', 'pinned', 'archived', 'created_at', 'last_active', 'message_count'])
    .select(['temporary', newestIn.as('found')])
    .where('walked', '<=', walkedMessagesMax)
    .where(sql<boolean>`(${inTitle(tsquery)} or ${inMessages})`)
    .orderBy('pinned', 'desc')
    .orderBy('last_active', 'desc')
    .orderBy('id', 'desc')
    .limit(list.limit + 1)
    .execute()
}

interface Excerpt {
  role: 'user' | 'assistant'
  active: boolean
  excerpt: string
}

/** Of each of these messages, by id, what stands around the first of the words. */
export async function excerptsOf(db: Db, ids: string[], words: string[]) {
  if (ids.length === 0) return new Map<string, Excerpt>()
  const { rows } = await sql<Excerpt & { id: string }>`
    select id, role, active,
      substr(content, greatest(1, first - ${sql.lit(excerptChars / 4)}), ${sql.lit(excerptChars)}) as excerpt
    from messages cross join lateral (
      select coalesce(min(nullif(strpos(lower(content), word), 0)), 1) as first
      from unnest(${words}::text[]) as word) place
    where id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, ...rest }) => [id, rest]))
}
