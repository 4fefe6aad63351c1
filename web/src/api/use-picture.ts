import { ProblemError } from '@lingzhi/api-client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from './client.ts'

interface Shown {
  url: string | undefined
  /** The file was removed, or has no picture. */
  gone: boolean
}

/** The own small picture of a file, which needs a token and so no plain address. */
export const usePicture = (id: string): Shown =>
  useFetched(['files', 'preview', id], (signal) =>
    api.get('/api/v1/files/{id}/preview', { params: { path: { id } }, parseAs: 'blob', signal } as never),
  )

/** A page of homework, for its pupil and for who marks it. */
export const useHomeworkPage = (id: string, position: number): Shown =>
  useFetched(['learning', 'homework', 'page', id, position], (signal) =>
    api.get('/api/v1/homework/submissions/{id}/pages/{position}', {
      params: { path: { id, position: `${position}` } },
      parseAs: 'blob',
      signal,
    } as never),
  )

function useFetched(queryKey: readonly unknown[], fetch: (signal: AbortSignal) => Promise<unknown>): Shown {
  const { data, error } = useQuery({
    queryKey,
    // A file never changes; it can only go.
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => (await fetch(signal)) as Blob,
  })
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!data) return
    const made = URL.createObjectURL(data)
    setUrl(made)
    return () => {
      URL.revokeObjectURL(made)
      setUrl(undefined)
    }
  }, [data])
  return { url, gone: isGone(error) }
}

/** Whether a file is no longer there. */
export function useGone(id: string): boolean {
  const { error } = useQuery({
    queryKey: ['files', 'one', id],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/files/{id}', { params: { path: { id } }, signal })).data,
  })
  return isGone(error)
}

const isGone = (error: unknown) => error instanceof ProblemError && error.status === 404
