import { ProblemError } from '@lingzhi/api-client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from './client.ts'

/** The own small picture of a file, which needs a token and so no plain address. `gone`: the file was removed. */
export function usePicture(id: string): { url: string | undefined; gone: boolean } {
  const { data, error } = useQuery({
    queryKey: ['files', 'preview', id],
    // A file never changes; it can only go.
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/files/{id}/preview', {
        params: { path: { id } },
        parseAs: 'blob',
        signal,
      } as never)) as unknown as Blob,
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
