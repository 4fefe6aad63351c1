import type { ChatRequest } from '../chat-request.ts'
import { lastUserText, textOf } from '../chat-request.ts'
import { quotable } from './context.ts'

/**
 * A short title if the request asks for the title of a conversation; otherwise undefined. Only a short system prompt can
 * ask for one: an agent's long prompt may mention titles in another sense.
 */
export function titleFor(request: ChatRequest): string | undefined {
  const system = request.messages
    .filter(({ role }) => role === 'system')
    .map(textOf)
    .join('\n')
  const users = request.messages.filter(({ role }) => role === 'user').map(textOf)
  const question = lastUserText(request)
  if (system.length <= 600 && asksForTitle.test(system)) return shorten(lastLine(users[0] ?? ''))
  if (!asksForTitle.test(question)) return undefined
  return shorten(users.length > 1 ? users[0]! : lastLine(question))
}

const asksForTitle =
  /(?:对话|会话|聊天).{0,16}标题|标题.{0,12}(?:对话|会话|聊天)|(?:conversation|chat) title|title (?:for|of) (?:this|the|a) (?:conversation|chat)/i

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

function shorten(text: string): string {
  return quotable(text.replace(/^(?:user|用户|human)\s*[:：]\s*/i, ''), 18).replace(/…$/, '') || '新的对话'
}
