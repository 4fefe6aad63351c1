import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import type { ConversationsTable, Db } from '../database.ts'
import { termsOf } from './messages.queries.ts'
import { searchQuery } from './search-terms.ts'
import { titleFrom, untitled } from './titles.ts'

export async function insertConversation(
  db: Db,
  {
    userId,
    agentId,
    title,
    at,
  }: { userId: string | null; agentId: number; title: string | undefined; at: Date },
) {
  return db
    .insertInto('conversations')
    .values({
      id: newId(),
      user_id: userId,
      agent_id: agentId,
      title: title ?? untitled,
      title_source: title === undefined ? 'none' : 'user',
      title_terms: termsOf(title ?? ''),
      created_at: at,
      last_active: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A question was asked: the conversation moves up, counts it, and takes its first title from it. */
export async function touchConversation(
  trx: Db,
  conversation: Pick<ConversationsTable, 'id' | 'title_source'>,
  { at, question }: { at: Date; question: string | undefined },
): Promise<void> {
  const title = conversation.title_source === 'none' && question ? titleFrom(question) : undefined
  await trx
    .updateTable('conversations')
    .set((eb) => ({
      last_active: sql<Date>`greatest(last_active, ${at})`,
      message_count: eb('message_count', '+', question === undefined ? 0 : 1),
      ...(title && { title, title_source: 'question' as const, title_terms: termsOf(title) }),
    }))
    .where('id', '=', conversation.id)
    .execute()
}

export interface ConversationPosition {
  pinned: boolean
  last_active: string
  id: string
}

export interface ConversationList {
  userId: string
  q?: string
  archived: boolean
  limit: number
  after?: ConversationPosition
}

/** The query's text may ask for a word nobody can write, such as "…": then nothing matches. */
export async function listConversations(db: Db, { userId, q, archived, limit, after }: ConversationList) {
  let query = db
    .selectFrom('conversations')
    .select(['id', 'title', 'agent_id', 'pinned', 'archived', 'created_at', 'last_active', 'message_count'])
    .where('user_id', '=', userId)
    .where('archived', '=', archived)
    .orderBy('pinned', 'desc')
    .orderBy('last_active', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (after)
    query = query.where(
      sql<boolean>`(pinned, last_active, id) < (${after.pinned}::boolean, ${after.last_active}::timestamptz, ${after.id}::uuid)`,
    )
  if (q !== undefined) {
    const wanted = searchQuery(q)
    if (wanted === null) return []
    query = query.where(
      sql<boolean>`(title_terms @@ ${wanted}::tsquery or exists (select from messages
        where messages.conversation_id = conversations.id and messages.terms @@ ${wanted}::tsquery))`,
    )
  }
  return query.execute()
}

export interface ConversationChange {
  title?: string
  pinned?: boolean
  archived?: boolean
}

export function changeConversation(db: Db, id: string, { title, pinned, archived }: ConversationChange) {
  return db
    .updateTable('conversations')
    .set({
      ...(title !== undefined && { title, title_source: 'user' as const, title_terms: termsOf(title) }),
      ...(pinned !== undefined && { pinned }),
      ...(archived !== undefined && { archived }),
      id,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

export async function deleteConversation(db: Db, id: string): Promise<void> {
  await db.deleteFrom('conversations').where('id', '=', id).execute()
}

/** The replies of a conversation that have not ended: a reader who comes back can follow them. */
export function unfinishedReplies(db: Db, conversationId: string) {
  return db
    .selectFrom('replies')
    .select(['id as reply_id', 'message_id', 'status'])
    .where('conversation_id', '=', conversationId)
    .where('status', 'in', ['queued', 'running'])
    .orderBy('created_at')
    .execute()
}
