import { problem } from '@lingzhi/contracts/problem'

export const ConversationNotFound = problem('CONVERSATION_NOT_FOUND', 404, {
  zh: '对话不存在',
  en: 'No such conversation.',
  check:
    'The conversation’s id: it must belong to the caller, and a guest’s ends 24 hours after its last use.',
})
export const MessageNotFound = problem('MESSAGE_NOT_FOUND', 404, {
  zh: '消息不存在',
  en: 'No such message.',
  check: 'The message’s id: it must be in a conversation of the caller.',
})
