import type { Bus } from '@lingzhi/bus/open-bus'
import { serve } from '@lingzhi/bus/request'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { ExportLines, ExportSize } from '@lingzhi/contracts/chat-export'
import { newId } from '@lingzhi/contracts/ids'
import type { Test } from '@lingzhi/testing/test-servers'
import type { Selection } from './conversations/read-pages.ts'
import { ConversationNotFound } from './conversations/send-export.ts'

export interface ChatMessage {
  id: string
  parent_id: string | null
  role: string
  content: string
  created_at: string
}

export interface ChatConversation {
  id: string
  user_id: string | null
  title: string
  created_at: string
  messages: ChatMessage[]
}

/** A conversation of alternating messages with these texts, a second apart. */
export function conversation(
  userId: string | null,
  title: string,
  texts: string[],
  at = '2026-03-01T04:00:00.000Z',
): ChatConversation {
  const messages: ChatMessage[] = []
  for (const [index, content] of texts.entries()) {
    const created_at = new Date(Date.parse(at) + index * 1_000).toISOString()
    const role = index % 2 ? 'assistant' : 'user'
    messages.push({ id: newId(), parent_id: messages.at(-1)?.id ?? null, role, content, created_at })
  }
  return { id: newId(), user_id: userId, title, created_at: at, messages }
}

/**
 * Takes chat's place on the bus, with conversations in memory. `beforePage` lets a test hold a page back
 * or make it fail; `messagesMax` makes the pages small.
 */
export async function startTestChat(t: Test, bus: Bus, conversations: ChatConversation[]) {
  const chat = {
    messagesMax: 3,
    pagesRequested: 0,
    beforePage: async (_cursor: string | undefined): Promise<void> => {},
    close: async () => {},
  }
  const chosen = (selection: Selection) => {
    const { user_id, every_user, conversation_ids, from, until, changed_since, as_of } = selection
    const own = conversations.filter(
      (one) =>
        (every_user ? one.user_id !== null : one.user_id === user_id) &&
        (!conversation_ids || conversation_ids.includes(one.id)) &&
        (!from || one.created_at >= from) &&
        (!until || one.created_at < until),
    )
    if (conversation_ids && own.length === 0) throw ConversationNotFound()
    const kept = own.map((one) => ({
      ...one,
      messages: one.messages.filter(
        ({ created_at: at }) => (!changed_since || at >= changed_since) && (!as_of || at < as_of),
      ),
    }))
    return kept.filter(({ messages }) => !changed_since || messages.length > 0)
  }

  const pages = serveBytes(bus, ExportLines, async (request, send) => {
    chat.pagesRequested += 1
    await chat.beforePage(request.cursor)
    const all = chosen(request).flatMap(({ messages, ...one }) => [
      conversationLine(one, messages),
      ...messages.map((message) => messageLine(one.id, message)),
    ])
    const from = Number(request.cursor ?? 0)
    let until = from
    for (let left = Math.min(chat.messagesMax, request.messages_max); until < all.length; until++) {
      if (all[until]?.type === 'message' && left-- === 0) break
    }
    const lines = all.slice(from, until)
    send(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')))
    return {
      conversations: lines.filter(({ type }) => type === 'conversation').length,
      messages: lines.filter(({ type }) => type === 'message').length,
      next_cursor: until < all.length ? String(until) : null,
    }
  })
  const sizes = serve(bus, ExportSize, async (selection) => {
    const own = chosen(selection)
    return { conversations: own.length, messages: own.reduce((sum, one) => sum + one.messages.length, 0) }
  })
  let open = true
  chat.close = async () => {
    if (!open) return
    open = false
    await pages.close()
    await sizes.close()
  }
  t.teardown(chat.close)
  // The service has a connection of its own: the server must know these subscriptions before its first request.
  await bus.nc.flush()
  return chat
}

const agent = { agent_id: 1, agent_name: '灵值生态园' }

function conversationLine(one: Omit<ChatConversation, 'messages'>, messages: ChatMessage[]) {
  return {
    type: 'conversation',
    ...one,
    ...agent,
    last_active: messages.at(-1)?.created_at ?? one.created_at,
    message_count: messages.length,
  }
}

const messageLine = (conversation_id: string, message: ChatMessage) => ({
  type: 'message',
  conversation_id,
  ...message,
  ...(message.role === 'assistant' && {
    ...agent,
    model: 'demo',
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
  }),
})
