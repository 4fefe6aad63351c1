import { problem } from '@lingzhi/contracts/problem'
import type { Principal } from '@lingzhi/identity/principal'

/** Also for a conversation of somebody else: who asks must not learn that it exists. */
export const ConversationNotFound = problem('CONVERSATION_NOT_FOUND', 404, {
  zh: '对话不存在',
  en: 'No such conversation.',
  check:
    'The conversation’s id: it must belong to the caller, and a guest’s ends 24 hours after its last use.',
})

/** Anyone who knows the id of a guest's conversation may use it; a user's belongs to that user alone. */
export const mayUse = (
  conversation: { user_id: string | null },
  principal: Pick<Principal, 'userId'> | null,
): boolean => conversation.user_id === null || conversation.user_id === principal?.userId
