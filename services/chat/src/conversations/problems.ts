import { problem } from '@lingzhi/contracts/problem'

export const MessageNotFound = problem('MESSAGE_NOT_FOUND', 404, {
  zh: '消息不存在',
  en: 'No such message.',
  check: 'The message’s id: it must be in a conversation of the caller.',
})
