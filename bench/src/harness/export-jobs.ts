import { setTimeout as pause } from 'node:timers/promises'

export interface ExportJob {
  id: string
  status: string
  rows: number
  sha256: string
}

const endMaxMs = 180_000

export const ended = ({ status }: ExportJob): boolean => !['queued', 'running'].includes(status)

/** The requests of a drill to an export service, as one user. */
export function exportJobs(url: string, headers: Record<string, string>) {
  const call = (method: string, path: string, body?: object) =>
    fetch(url + path, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    })
  const jobOf = async (reply: Response) => {
    if (!reply.ok) throw new Error(`${reply.url} returned ${reply.status}`)
    return ((await reply.json()) as { data: ExportJob }).data
  }
  const start = async () => jobOf(await call('POST', '/api/exports', { format: 'ndjson' }))
  /** Polls a job until the condition holds; a failing request is repeated. */
  const until = async (id: string, holds: (job: ExportJob) => boolean, everyMs = 50) => {
    const deadline = performance.now() + endMaxMs
    for (;;) {
      const job = await call('GET', `/api/exports/${id}`)
        .then(jobOf)
        .catch(() => undefined)
      if (job && holds(job)) return job
      if (performance.now() > deadline) throw new Error(`the job is still ${job?.status}, ${job?.rows} rows`)
      await pause(everyMs)
    }
  }
  return { call, start, until }
}
