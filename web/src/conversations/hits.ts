import type { components } from '@lingzhi/api-client'

type Found = components['schemas']['ListedConversation']
export type TextRange = components['schemas']['TextRange']

export interface Hit {
  key: string
  conversationId: string
  /** Where it was found; none: in the title alone. */
  messageId?: string
  title: string
  titleRanges: readonly TextRange[]
  at: string
  role?: 'user' | 'assistant'
  snippet?: string
  ranges: readonly TextRange[]
}

/** A line for each message found, and one for a conversation that was found by its title. */
export function toHits(conversations: Found[]): Hit[] {
  return conversations.flatMap(({ id, title, title_ranges = [], last_active, matches = [] }): Hit[] => {
    const own = { conversationId: id, title, titleRanges: title_ranges, at: last_active, ranges: [] }
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
