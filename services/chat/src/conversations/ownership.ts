import { isId } from '@lingzhi/contracts/ids'
import type { Principal } from '@lingzhi/identity/principal'
import { ConversationNotFound, mayUse } from '../access.ts'
import type { Db } from '../database.ts'
import { findConversation, lockConversation } from './conversations.queries.ts'

/** The conversation. Raises CONVERSATION_NOT_FOUND if it does not exist or the caller may not use it. */
export async function ownConversation(db: Db, id: string, principal: Pick<Principal, 'userId'> | null) {
  const conversation = isId(id) ? await findConversation(db, id) : undefined
  if (!conversation || !mayUse(conversation, principal)) throw ConversationNotFound()
  return conversation
}

/** The same, locked until the transaction ends, so that messages are appended one after the other. */
export async function lockOwnConversation(trx: Db, id: string, principal: Pick<Principal, 'userId'> | null) {
  const conversation = isId(id) ? await lockConversation(trx, id) : undefined
  if (!conversation || !mayUse(conversation, principal)) throw ConversationNotFound()
  return conversation
}
