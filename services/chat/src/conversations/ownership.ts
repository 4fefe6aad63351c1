import type { Principal } from '@lingzhi/identity/principal'
import { Type } from 'typebox'
import type { Db } from '../database.ts'
import { findConversation, lockConversation } from './conversations.queries.ts'
import { ConversationNotFound } from './problems.ts'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Is the text an identifier at all? What is not can name nothing, so it is looked up as little as it is refused. */
export const isId = (text: string): boolean => uuidPattern.test(text)

/** A path that ends in an identifier; any text, because an unknown one is 404 however it is spelt. */
export const IdParams = Type.Object({ id: Type.String() })

/** A guest's conversation belongs to whoever knows its id; a user's to that user alone. */
export const mayUse = (conversation: { user_id: string | null }, principal: Principal | null): boolean =>
  conversation.user_id === null || conversation.user_id === principal?.userId

/** The conversation, if it is there and the caller may use it; CONVERSATION_NOT_FOUND otherwise. */
export async function ownConversation(db: Db, id: string, principal: Principal | null) {
  const conversation = isId(id) ? await findConversation(db, id) : undefined
  if (!conversation || !mayUse(conversation, principal)) throw ConversationNotFound()
  return conversation
}

/** The same, held until the transaction ends: what is appended to a conversation is appended one by one. */
export async function lockOwnConversation(trx: Db, id: string, principal: Principal | null) {
  const conversation = isId(id) ? await lockConversation(trx, id) : undefined
  if (!conversation || !mayUse(conversation, principal)) throw ConversationNotFound()
  return conversation
}
