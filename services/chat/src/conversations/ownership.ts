import { isId } from '@lingzhi/contracts/ids'
import type { Principal } from '@lingzhi/identity/principal'
import type { Db } from '../database.ts'
import { findConversation, lockConversation } from './conversations.queries.ts'
import { ConversationNotFound } from './problems.ts'

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
