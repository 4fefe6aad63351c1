import type { components } from '@lingzhi/api-client'
import { queryOptions } from '@tanstack/react-query'
import { cached } from '../api/cached.ts'
import { api } from '../api/client.ts'
import { sessionKnown } from '../session/session.ts'
import { mergePath, type Path, prepend } from './merge-path.ts'

type Schemas = components['schemas']
export type Message = Schemas['Message']
export type FailedAnswer = Schemas['FailedAnswer']
export type Agent = Schemas['Agent']

/** A conversation with as much of its active path as was loaded. */
export interface OpenConversation extends Path<Message> {
  detail: Omit<Schemas['ConversationDetail'], 'messages' | 'earlier_cursor'>
}

/** So many are on the screen at once; earlier ones come while one scrolls up. */
const newest = 40
const pageSize = 100
const pagesMax = 100

const keyOf = (id: string) => ['conversation', id] as const

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf(id),
    queryFn: async ({ signal }): Promise<OpenConversation> => {
      await sessionKnown()
      const { data } = await api.get('/api/conversations/{id}', {
        params: { path: { id }, query: { limit: newest } },
        signal,
      })
      const { messages, earlier_cursor, ...detail } = data
      const known = cached.getQueryData<OpenConversation>(keyOf(id))
      return { detail, ...mergePath<Message>(known, { messages, earlier: earlier_cursor }) }
    },
  })

export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }) => (await api.get('/api/agents', { signal })).data.agents,
})

/** Asks the server again; resolves once the page shows what it said. */
export const refresh = (id: string) => cached.refetchQueries({ queryKey: keyOf(id), exact: true })

/** Whoever opens it next asks the server first. */
export const forgetState = (id: string) =>
  void cached.invalidateQueries({ queryKey: keyOf(id), exact: true, refetchType: 'none' })

/**
 * Lists of conversations are not what they were. The other tabs are told of the conversation by the one that began what has
 * changed it: if all that follow an answer did, eight tabs would ask for everything eight times.
 */
export function listsChanged({ tell }: { tell?: string } = {}): void {
  void cached.invalidateQueries({ queryKey: ['conversations'] })
  if (tell) channel?.postMessage({ changed: tell })
}

const channel =
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('lingzhi-conversations')
channel?.addEventListener('message', ({ data }) => {
  void cached.invalidateQueries({ queryKey: ['conversations'] })
  if (data.changed) void cached.invalidateQueries({ queryKey: keyOf(data.changed) })
})

/** Loads a page of earlier messages; false when there are none. */
export async function loadEarlier(id: string): Promise<boolean> {
  return loadPages(id, () => true)
}

/** Loads as much of the path as is needed to show the message; false when it is not on it. */
export async function loadUpTo(id: string, messageId: string): Promise<boolean> {
  const isSought = (message: Message) => message.id === messageId
  if (cached.getQueryData<OpenConversation>(keyOf(id))?.messages.some(isSought)) return true
  return loadPages(id, (page) => page.some(isSought))
}

/** Loads pages until one is what was sought, and shows them all at once; false when none is. */
async function loadPages(id: string, isSought: (page: Message[]) => boolean): Promise<boolean> {
  const known = cached.getQueryData<OpenConversation>(keyOf(id))
  let found = false
  let more: Path<Message> = { messages: [], earlier: known?.earlier ?? null }
  for (let page = 0; more.earlier && !found && page < pagesMax; page += 1) {
    const query = { order: 'desc', cursor: more.earlier, limit: pageSize } as const
    const { data } = await api.get('/api/conversations/{id}/messages', { params: { path: { id }, query } })
    more = prepend(more, data.messages, data.next_cursor)
    found = isSought(data.messages)
  }
  cached.setQueryData<OpenConversation>(keyOf(id), (now) =>
    // Another branch may have been opened meanwhile.
    now && now.earlier === known?.earlier
      ? { ...now, messages: [...more.messages, ...now.messages], earlier: more.earlier }
      : now,
  )
  return found
}

/** Shows the branch of the message, down to its newest. */
export async function openBranch(id: string, messageId: string): Promise<void> {
  await api.patch('/api/conversations/{id}', {
    params: { path: { id } },
    body: { active_message_id: messageId },
  })
  await refresh(id)
}

export type Opinion = 'like' | 'dislike' | 'correct'

export async function giveFeedback(
  id: string,
  messageId: string,
  type: Opinion,
  comment?: string,
): Promise<void> {
  await api.post('/api/messages/{id}/feedback', {
    params: { path: { id: messageId } },
    body: { type, comment },
  })
  cached.setQueryData<OpenConversation>(
    keyOf(id),
    (now) =>
      now && {
        ...now,
        messages: now.messages.map((message) =>
          message.id === messageId && message.answer
            ? { ...message, answer: { ...message.answer, feedback: type } }
            : message,
        ),
      },
  )
}
