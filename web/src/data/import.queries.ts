import type { components } from '@lingzhi/api-client'
import { ProblemError } from '@lingzhi/api-client'
import { readEvents } from '@lingzhi/api-client/read-events'
import { cached } from '../api/cached.ts'
import { api } from '../api/client.ts'
import type { FollowSource } from './follow-export.ts'
import { followExport } from './follow-export.ts'
import { uploadFile } from './upload-file.ts'

export type Import = components['schemas']['Import']
export type ImportReport = components['schemas']['ImportReport']

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Waiting does not help, unless there was only too much at once. */
const isFinal = (error: unknown) =>
  error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 429

/** Sends a file, to learn what importing it would do: nothing is changed. */
export async function tryFile(
  file: File,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Import> {
  const body = { file_name: file.name.slice(0, 200), bytes: Math.max(file.size, 1), dry_run: true }
  const { data: begun } = await api.post('/api/imports/uploads', { body, signal })
  const path = { id: begun.id }
  try {
    const parts = await uploadFile(
      file,
      {
        send: async (number, part, signal) => {
          await api.put('/api/imports/{id}/parts/{number}', {
            params: { path: { ...path, number: String(number) } },
            body: part,
            bodySerializer: (bytes) => bytes,
            headers: { 'content-type': 'application/octet-stream' },
            signal,
          })
        },
        isFinal,
        pause,
      },
      onSent,
      signal,
    )
    return (await api.post('/api/imports/{id}/complete', { params: { path }, body: { parts }, signal })).data
  } catch (error) {
    void cancelImport(begun.id).catch(() => {})
    throw error
  }
}

/** Imports the file of such a try. */
export const applyImport = async (id: string): Promise<Import> =>
  (await api.post('/api/imports/{id}/apply', { params: { path: { id } } })).data

export async function cancelImport(id: string): Promise<void> {
  await api.post('/api/imports/{id}/cancel', { params: { path: { id } } })
}

export const readReport = async (id: string): Promise<ImportReport> =>
  (await api.get('/api/imports/{id}/report', { params: { path: { id } } })).data

/** The server writes at least every 15 s. */
const silenceMaxMs = 40_000

/** Tells how an import goes until it has ended; what was said is then listed anew. */
export async function followImport(
  id: string,
  onChange: (now: Import) => void,
  signal: AbortSignal,
): Promise<void> {
  const path = { id }
  const source: FollowSource<Import> = {
    events: async (signal) => {
      const stream = await api.get('/api/imports/{id}/events', {
        params: { path },
        parseAs: 'stream',
        headers: { accept: 'text/event-stream' },
        signal,
      })
      return readEvents(new Response(stream as unknown as ReadableStream), silenceMaxMs)
    },
    read: async (signal) => (await api.get('/api/imports/{id}', { params: { path }, signal })).data,
    onChange,
    isFinal,
    pause,
  }
  await followExport(source, signal)
  await cached.invalidateQueries({ queryKey: ['conversations'] })
}
