import type { components } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../../api/cached.ts'
import { api } from '../../api/client.ts'
import type { Subject, statuses } from '../learning.text.ts'

type Schemas = components['schemas']
export type Mistake = Schemas['Mistake']
export type NewMistake = Schemas['NewMistake']
export type Practice = Schemas['ReviewSession']

export interface Filter {
  search?: string
  subject?: Subject
  mastery_status?: (typeof statuses)[number]
  starred?: true
}

export const mistakesQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['notebook', 'list', filter],
    queryFn: async ({ pageParam, signal }) =>
      (
        await api.get('/api/v1/mistakes', {
          params: { query: { ...filter, limit: 30, cursor: pageParam } },
          signal,
        })
      ).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })

export const statisticsQuery = queryOptions({
  queryKey: ['notebook', 'statistics'],
  queryFn: async ({ signal }) => (await api.get('/api/v1/mistakes/statistics', { signal })).data,
})

export const mistakeQuery = (id: string) =>
  queryOptions({
    queryKey: ['notebook', 'one', id],
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/mistakes/{id}', { params: { path: { id } }, signal })).data,
  })

export const similarQuery = (id: string) =>
  queryOptions({
    queryKey: ['notebook', 'similar', id],
    queryFn: async ({ signal }) =>
      (
        await api.get('/api/v1/mistakes/{id}/similar', {
          params: { path: { id }, query: { limit: 5 } },
          signal,
        })
      ).data.items,
  })

export const reviewsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['notebook', 'reviews', id],
    queryFn: async ({ pageParam, signal }) =>
      (
        await api.get('/api/v1/mistakes/{id}/reviews', {
          params: { path: { id }, query: { limit: 20, cursor: pageParam } },
          signal,
        })
      ).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  })

async function changed(mistake: Mistake): Promise<Mistake> {
  // First, so that its page never shows what it was before.
  cached.setQueryData(mistakeQuery(mistake.id).queryKey, mistake)
  await cached.invalidateQueries({ queryKey: ['notebook'] })
  return mistake
}

export const createMistake = async (body: NewMistake): Promise<Mistake> =>
  changed((await api.post('/api/v1/mistakes', { body })).data)

export const changeMistake = async (id: string, body: Schemas['MistakeChange']): Promise<Mistake> =>
  changed((await api.put('/api/v1/mistakes/{id}', { params: { path: { id } }, body })).data)

export async function deleteMistake(id: string): Promise<void> {
  await api.delete('/api/v1/mistakes/{id}', { params: { path: { id } } })
  // What its page shows is not asked for again.
  await cached.invalidateQueries({ queryKey: ['notebook', 'list'] })
  await cached.invalidateQueries({ queryKey: ['notebook', 'statistics'] })
  await cached.invalidateQueries({ queryKey: ['notebook', 'today'] })
}

export const exportFormats = ['markdown', 'json', 'csv', 'anki'] as const
const endings = { markdown: 'md', json: 'json', csv: 'csv', anki: 'txt' }

export const exportNotebook = async (format: (typeof exportFormats)[number], filter: Filter) => ({
  name: `notebook.${endings[format]}`,
  file: (await api.get('/api/v1/mistakes/export', {
    params: { query: { ...filter, format } },
    parseAs: 'blob',
  } as never)) as unknown as Blob,
})

export const beginPractice = async (mistake_id: string): Promise<Practice> =>
  (await api.post('/api/v1/reviews', { body: { mistake_id } })).data

/** What was answered, that it is skipped, or, where nobody else can tell, how it went. */
export async function submitPractice(id: string, body: Schemas['ReviewSubmission']): Promise<Practice> {
  const { data } = await api.post('/api/v1/reviews/{id}/submit', { params: { path: { id } }, body })
  if (data.status !== 'active') await cached.invalidateQueries({ queryKey: ['notebook'] })
  return data
}
