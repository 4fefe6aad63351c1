import { problem } from '@lingzhi/contracts/problem'

export const ConversationNotFound = problem('CONVERSATION_NOT_FOUND', 404, '对话不存在')
export const MessageNotFound = problem('MESSAGE_NOT_FOUND', 404, '消息不存在')
