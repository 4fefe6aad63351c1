import type { Client } from '@lingzhi/api-client'
import { waitUntil } from '@lingzhi/stack/processes/wait-until'
import type { people } from './cast.ts'

type ExportRequest = (typeof people)[number]['exports'][number]

const doneMaxMs = 60_000

/** Starts exports and waits for their files, unless there are some already. Returns how many were made. */
export async function seedExports(
  client: Client,
  requests: readonly ExportRequest[],
  signal: AbortSignal,
): Promise<number> {
  const { data: listed } = await client.get('/api/exports', { params: { query: { limit: 1 } }, signal })
  if (listed.exports.length > 0) return 0
  for (const body of requests) {
    const { data: job } = await client.post('/api/exports', { body, signal })
    const params = { path: { id: job.id } }
    const isOver = async () => {
      const { data } = await client.get('/api/exports/{id}', { params, signal })
      return !['queued', 'running'].includes(data.status)
    }
    await waitUntil(isOver, { timeoutMs: doneMaxMs, signal })
  }
  return requests.length
}
