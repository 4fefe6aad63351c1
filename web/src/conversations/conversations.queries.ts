import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../api/cached.ts'
import { api } from '../api/client.ts'

export type Conversation = components['schemas']['Conversation']
type Change = components['schemas']['ConversationChange']

const pageSize = 30
const foundMax = 20

export const conversationsQuery = (archived: boolean) =>
  infiniteQueryOptions({
    queryKey: ['conversations', { archived }],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const query = { archived, limit: pageSize, ...(pageParam && { cursor: pageParam }) }
      return (await api.get('/api/conversations', { params: { query }, signal })).data
    },
    getNextPageParam: (page) => page.next_cursor,
  })

/** Conversations whose title or messages hold the words. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['conversations', { q }],
    enabled: q !== '',
    queryFn: async ({ signal }) =>
      (await api.get('/api/conversations', { params: { query: { q, limit: foundMax } }, signal })).data.conversations,
  })

export async function changeConversation(id: string, body: Change): Promise<void> {
  await api.patch('/api/conversations/{id}', { params: { path: { id } }, body })
  await Promise.all([
    cached.invalidateQueries({ queryKey: ['conversations'] }),
    cached.invalidateQueries({ queryKey: ['conversation', id] }),
  ])
}

export async function deleteConversation(id: string): Promise<void> {
  await api.delete('/api/conversations/{id}', { params: { path: { id } } })
  cached.removeQueries({ queryKey: ['conversation', id] })
  await cached.invalidateQueries({ queryKey: ['conversations'] })
}
