import { useQueries } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { MessageFiles } from '../attach/message-files.tsx'

/** Own files of a mistake or of homework, in their order; what is gone is left out. */
export function Photos({ ids }: { ids: readonly string[] }) {
  const files = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['files', 'one', id],
      staleTime: 5 * 60_000,
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await api.get('/api/v1/files/{id}', { params: { path: { id } }, signal })).data,
    })),
  }).flatMap(({ data }) => data ?? [])
  if (files.length === 0) return null
  return (
    <div className="flex justify-start">
      <MessageFiles files={files} />
    </div>
  )
}
