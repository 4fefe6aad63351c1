import type { Consumption } from '@lingzhi/bus/consume'
import { enqueue, work } from '@lingzhi/bus/work-queue'
import { watchedGauge } from '@lingzhi/metrics/instruments'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { countUnfinished } from './jobs.queries.ts'
import type { ExportItem } from './queue.ts'
import { exportQueue } from './queue.ts'
import { runJob } from './run-job.ts'

const unfinished = watchedGauge(
  'lingzhi_export_jobs_unfinished',
  'Background exports that wait or are worked on, on all replicas together.',
  ['status'],
)

/**
 * Queues a job for the workers. No request waits for it: while NATS is away the job stays a row, and the sweep queues
 * it again. Delivering a job several times runs it once.
 */
export function handOver({ bus, log }: Pick<Deps, 'bus' | 'log'>, jobId: string, id = jobId): void {
  enqueue(bus, exportQueue, id, { job_id: jobId } satisfies ExportItem).catch((err) =>
    log.warn({ err, job_id: jobId }, 'handing an export over failed, it waits'),
  )
}

/** Works on export jobs until closed; jobs under way are then released for other workers to continue. */
export async function workJobs(deps: Deps, config: Config): Promise<Consumption> {
  const closing = new AbortController()
  const queue = { ...exportQueue, leaseMs: config.EXPORT_LEASE_MS }
  const consumption = await work<ExportItem>(deps.bus, queue, config.EXPORT_WORKERS, ({ data }) =>
    runJob(deps, config, data.job_id, closing.signal),
  )
  const forget = unfinished.watch(async () =>
    (await countUnfinished(deps.db)).map(({ status, count }) => [{ status }, count] as const),
  )
  return {
    close: async () => {
      forget()
      closing.abort(new Error('this worker is closing'))
      await consumption.close()
    },
  }
}
