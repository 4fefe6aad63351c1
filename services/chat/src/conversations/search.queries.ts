import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { ConversationList } from './conversations.queries.ts'
import { conversationRows } from './conversations.queries.ts'
import { ownerTerm, searchQuery } from './search-terms.ts'

/** So much of the list is read first: a frequent word is soon met, sooner than the index could gather all its places. */
const walkedConversationsMax = 100
const walkedMessagesMax = 2_000

/**
 * One page of the conversations whose title or messages hold what is searched for, and one row more when it
 * goes on. Frequent words are met in the next conversations of the list; others, and those that were frequent
 * once, are looked up in the index.
 */
export async function searchConversations(db: Db, list: ConversationList, q: string) {
  const wanted = searchQuery(q)
  if (wanted === null) return []
  const near = await walk(db, list, wanted)
  if (near.length > list.limit) return near
  return db.transaction().execute(async (trx) => {
    // For who owns much of the table, the planner would read all of it.
    await sql`set local enable_seqscan = off`.execute(trx)
    const ids = await matching(trx, list.userId, wanted)
    const found = sql<boolean>`(id = any(${ids}::uuid[]) or ${inTitle(wanted)})`
    return conversationRows(trx, list).where(found).execute()
  })
}

const inTitle = (wanted: string) => sql<boolean>`title_terms @@ ${wanted}::tsquery`

/** The conversations of the user's messages that match. */
async function matching(trx: Db, userId: string, wanted: string): Promise<string[]> {
  const owned = `'${ownerTerm(userId)}' & ${wanted}`
  const { rows } = await sql<{ conversation_id: string }>`
    select distinct conversation_id from messages where terms @@ ${owned}::tsquery`.execute(trx)
  return rows.map(({ conversation_id }) => conversation_id)
}

/** Asks the next conversations of the list themselves, one after the other, until a page is full or the bound is met. */
function walk(db: Db, list: ConversationList, wanted: string) {
  const next = conversationRows(db, { ...list, limit: walkedConversationsMax })
    .select('title_terms')
    .select(
      sql<number>`sum(message_count) over (order by pinned desc, last_active desc, id desc)`.as('walked'),
    )
  // Not flattened into a join: it would read all that match before the first row.
  const inMessages = sql<boolean>`exists (select from messages
    where messages.conversation_id = next.id and messages.terms @@ ${wanted}::tsquery offset 0)`
  return db
    .selectFrom(next.as('next'))
    .select(['id', 'title', 'agent_id', 'pinned', 'archived', 'created_at', 'last_active', 'message_count'])
    .where('walked', '<=', walkedMessagesMax)
    .where(sql<boolean>`(${inTitle(wanted)} or ${inMessages})`)
    .orderBy('pinned', 'desc')
    .orderBy('last_active', 'desc')
    .orderBy('id', 'desc')
    .limit(list.limit + 1)
    .execute()
}
