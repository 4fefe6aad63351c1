import type { components } from '@lingzhi/api-client'
import { ProblemError } from '@lingzhi/api-client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../api/cached.ts'
import { api } from '../api/client.ts'

export type StoredFile = components['schemas']['File']
export type FilesSummary = components['schemas']['FilesSummary']

const pageSize = 30

export const ownFiles = infiniteQueryOptions({
  queryKey: ['files', 'list'],
  queryFn: async ({ pageParam, signal }) =>
    (
      await api.get('/api/v1/files', {
        params: { query: { limit: pageSize, cursor: pageParam } },
        signal,
      })
    ).data,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next_cursor ?? undefined,
})

export const filesSummary = queryOptions({
  queryKey: ['files', 'summary'],
  queryFn: async ({ signal }) => (await api.get('/api/v1/files/stats/summary', { signal })).data,
})

/** Where a file is used; a conversation that is being removed may be among them, and has no title any more. */
export const fileUses = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['files', 'uses', id],
    queryFn: async ({ pageParam, signal }) => {
      const params = { path: { id }, query: { limit: 20, cursor: pageParam } }
      const { data } = await api.get('/api/v1/files/{id}/uses', { params, signal })
      return { ...data, uses: await Promise.all(data.uses.map((use) => titled(use, signal))) }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    // Questions are asked meanwhile.
    staleTime: 0,
  })

type Use = components['schemas']['FileUse']

async function titled(use: Use, signal: AbortSignal): Promise<Use & { title: string | null }> {
  if (use.kind !== 'conversation') return { ...use, title: null }
  try {
    const { data } = await api.get('/api/conversations/{id}', {
      params: { path: { id: use.id }, query: { limit: 1 } },
      signal,
    })
    return { ...use, title: data.title }
  } catch (err) {
    if (err instanceof ProblemError && err.status === 404) return { ...use, title: null }
    throw err
  }
}

/** Removes it and everything made of it, also where it was used. */
export async function removeFile(id: string): Promise<void> {
  await api.delete('/api/v1/files/{id}', { params: { path: { id } } })
  await cached.invalidateQueries({ queryKey: ['files'] })
}
