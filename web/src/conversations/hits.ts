import type { Conversation } from './conversations.queries.ts'

export interface Hit {
  key: string
  conversationId: string
  /** Where it was found; none: in the title alone. */
  messageId?: string
  title: string
  at: string
  role?: 'user' | 'assistant'
  snippet?: string
  ranges: readonly (readonly number[])[]
}

/** A line for each message found, and one for a conversation that was found by its title. */
export function toHits(conversations: Conversation[]): Hit[] {
  return conversations.flatMap(({ id, title, last_active, matches = [] }) => {
    const own = { conversationId: id, title, at: last_active, ranges: [] }
    if (matches.length === 0) return [{ ...own, key: id }]
    return matches.map(({ message_id, role, snippet, ranges }) => ({
      ...own,
      key: message_id,
      messageId: message_id,
      role,
      snippet,
      ranges,
    }))
  })
}
