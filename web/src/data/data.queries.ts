import type { components } from '@lingzhi/api-client'
import { ProblemError } from '@lingzhi/api-client'
import { readEvents } from '@lingzhi/api-client/read-events'
import type { InfiniteData } from '@tanstack/react-query'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { cached } from '../api/cached.ts'
import { api } from '../api/client.ts'
import type { Export, ExportSource } from './follow-export.ts'

export type NewExport = components['schemas']['NewExport']
type Page = { exports: Export[]; next_cursor: string | null }

const exportsShown = 10

export const exportsQuery = infiniteQueryOptions({
  queryKey: ['exports'],
  queryFn: async ({ pageParam: cursor, signal }): Promise<Page> => {
    const query = { limit: exportsShown, cursor }
    return (await api.get('/api/exports', { params: { query }, signal })).data
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
})

export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['export-preview', id],
    queryFn: async ({ signal }) =>
      (await api.get('/api/exports/{id}/preview', { params: { path: { id } }, signal })).data,
  })

function changeExports(change: (exports: Export[], page: number) => Export[]) {
  cached.setQueryData(
    exportsQuery.queryKey,
    (before: InfiniteData<Page> | undefined) =>
      before && {
        ...before,
        pages: before.pages.map((page, at) => ({ ...page, exports: change(page.exports, at) })),
      },
  )
}

/** Takes over how an export stands now, wherever it is listed. */
export const noteExport = (now: Export) =>
  changeExports((exports) => exports.map((one) => (one.id === now.id ? now : one)))

export const refreshExports = () => cached.invalidateQueries({ queryKey: exportsQuery.queryKey })

export async function startExport(body: NewExport): Promise<Export> {
  const { data } = await api.post('/api/exports', { body })
  changeExports((exports, page) =>
    page === 0 ? [data, ...exports.filter(({ id }) => id !== data.id)] : exports,
  )
  return data
}

export async function cancelExport(id: string) {
  try {
    noteExport((await api.post('/api/exports/{id}/cancel', { params: { path: { id } } })).data)
  } catch (error) {
    // It ended in this very moment, and the list tells how: nothing that a person must know as a fault.
    if (!(error instanceof ProblemError && error.code === 'EXPORT_ALREADY_ENDED')) throw error
    await refreshExports()
  }
}

export async function removeExport(id: string) {
  await api.delete('/api/exports/{id}', { params: { path: { id } } })
  changeExports((exports) => exports.filter((one) => one.id !== id))
}

export const createLink = async (id: string) =>
  (await api.post('/api/exports/{id}/link', { params: { path: { id } } })).data

export const takeBackLinks = (id: string) =>
  api.delete('/api/exports/{id}/link', { params: { path: { id } } })

export const deleteAccount = (current_password: string) =>
  api.delete('/api/user', { body: { current_password } })

/** The server writes at least every 15 s. */
const silenceMaxMs = 40_000

/** How an export goes, from the server. */
export function sourceOf(id: string, live: boolean, onChange: (now: Export) => void): ExportSource {
  const path = { id }
  return {
    ...(live && {
      events: async (signal) => {
        const stream = await api.get('/api/exports/{id}/events', {
          params: { path },
          parseAs: 'stream',
          headers: { accept: 'text/event-stream' },
          signal,
        })
        return readEvents(new Response(stream as unknown as ReadableStream), silenceMaxMs)
      },
    }),
    read: async (signal) => (await api.get('/api/exports/{id}', { params: { path }, signal })).data,
    onChange,
    isFinal: (error) =>
      error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 429,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          resolve()
        })
      }),
  }
}
