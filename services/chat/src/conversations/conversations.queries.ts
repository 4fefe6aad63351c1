import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import { termsOf } from './messages.queries.ts'
import { untitled } from './titles.ts'

export interface NewConversation {
  userId: string | null
  agentId: number
  /** The owner's title; without one the conversation is named after its first question. */
  title?: string
  at: Date
}

export async function insertConversation(db: Db, { userId, agentId, title, at }: NewConversation) {
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

export interface ConversationPosition {
  pinned: boolean
  last_active: string
  id: string
}

export interface ConversationList {
  userId: string
  archived: boolean
  limit: number
  after?: ConversationPosition
}

/** One page of a user's conversations, and one more row if another page follows. */
export function listConversations(db: Db, list: ConversationList) {
  return conversationRows(db, list).execute()
}

export function conversationRows(db: Db, { userId, archived, limit, after }: ConversationList) {
  const query = db
    .selectFrom('conversations')
    .select(['id', 'title', 'agent_id', 'pinned', 'archived', 'created_at', 'last_active', 'message_count'])
    .select('temporary')
    .where('user_id', '=', userId)
    .where('temporary', '=', false)
    .where('archived', '=', archived)
    .orderBy('pinned', 'desc')
    .orderBy('last_active', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (!after) return query
  const { pinned, last_active, id } = after
  return query.where(
    sql<boolean>`(pinned, last_active, id) < (${pinned}::boolean, ${last_active}::timestamptz, ${id}::uuid)`,
  )
}

export function findConversation(db: Db, id: string) {
  return db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The same, locked until the transaction ends. */
export function lockConversation(trx: Db, id: string) {
  return trx.selectFrom('conversations').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
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

/** Makes a guest's conversation, or a temporary one, a user's lasting one, with the replies under way in it; an incremental export tells it as changed. */
export async function giveToUser(trx: Db, id: string, userId: string, at: Date) {
  await trx.updateTable('messages').set({ changed_at: at }).where('conversation_id', '=', id).execute()
  await trx
    .updateTable('replies')
    .set({ user_id: userId, guest_network: null })
    .where('conversation_id', '=', id)
    .execute()
  return trx
    .updateTable('conversations')
    .set({ user_id: userId, temporary: false, last_active: at })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Sets the title a model suggests, unless the owner has renamed the conversation since. */
export async function titleByModel(db: Db, id: string, title: string): Promise<void> {
  await db
    .updateTable('conversations')
    .set({ title, title_source: 'model', title_terms: termsOf(title) })
    .where('id', '=', id)
    .where('title_source', '=', 'question')
    .execute()
}

/** Makes a conversation temporary, in the transaction that begins it. */
export async function makeTemporary(trx: Db, id: string): Promise<void> {
  await trx.updateTable('conversations').set({ temporary: true }).where('id', '=', id).execute()
}

export async function deleteConversation(db: Db, id: string): Promise<void> {
  await db.deleteFrom('conversations').where('id', '=', id).execute()
}

/** The replies of a conversation that have not ended, for a returning reader to follow. */
export function unfinishedReplies(db: Db, conversationId: string) {
  return db
    .selectFrom('replies')
    .select(['id as reply_id', 'message_id', 'status'])
    .where('conversation_id', '=', conversationId)
    .where('status', 'in', ['queued', 'running'])
    .orderBy('created_at')
    .execute()
}
