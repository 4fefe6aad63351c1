import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { ConversationList } from './conversations.queries.ts'
import { conversationRows } from './conversations.queries.ts'
import { ownerTerm, searchQuery } from './search-terms.ts'

/** Up to so many messages that match, the index alone answers. */
const rareMax = 2_000
/** Where more match, so much of the list is read first: a frequent word is soon met. */
const walkedConversationsMax = 100
const walkedMessagesMax = 2_000

/**
 * One page of the conversations whose title or messages hold what is searched for, and one row more when it
 * goes on. All steps are bounded, but for the last: a word that is frequent, and not of late, is looked up in full.
 */
export async function searchConversations(db: Db, list: ConversationList, q: string) {
  const wanted = searchQuery(q)
  if (wanted === null) return []
  return db.transaction().execute(async (trx) => {
    // For who owns much of the table, the planner would read all of it for a limited number of rows.
    await sql`set local enable_seqscan = off`.execute(trx)
    const rare = await matching(trx, list.userId, wanted, rareMax)
    if (rare) return listOf(trx, list, wanted, rare)
    const recent = await walk(trx, list, wanted)
    if (recent.length > list.limit) return recent
    return listOf(trx, list, wanted, (await matching(trx, list.userId, wanted)) ?? [])
  })
}

const inTitle = (wanted: string) => sql<boolean>`title_terms @@ ${wanted}::tsquery`

/** The conversations of the user's messages that match; undefined when more than `max` messages do. */
async function matching(trx: Db, userId: string, wanted: string, max?: number) {
  const owned = `'${ownerTerm(userId)}' & ${wanted}`
  const { rows } = await sql<{ messages: number; ids: string[] | null }>`
    select count(*)::int messages, array_agg(distinct conversation_id) ids from (
      select conversation_id from messages where terms @@ ${owned}::tsquery
      ${max === undefined ? sql`` : sql`limit ${max + 1}`}) found`.execute(trx)
  const [found] = rows
  if (!found || (max !== undefined && found.messages > max)) return undefined
  return found.ids ?? []
}

function listOf(trx: Db, list: ConversationList, wanted: string, ids: string[]) {
  const found = sql<boolean>`(id = any(${ids}::uuid[]) or ${inTitle(wanted)})`
  return conversationRows(trx, list).where(found).execute()
}

/** Asks the next conversations of the list themselves, one after the other, until a page is full or the bound is met. */
function walk(trx: Db, list: ConversationList, wanted: string) {
  const next = conversationRows(trx, { ...list, limit: walkedConversationsMax })
    .select('title_terms')
    .select(
      sql<number>`sum(message_count) over (order by pinned desc, last_active desc, id desc)`.as('walked'),
    )
  // Not flattened into a join: it would read all that match before the first row.
  const inMessages = sql<boolean>`exists (select from messages
    where messages.conversation_id = next.id and messages.terms @@ ${wanted}::tsquery offset 0)`
  return trx
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
