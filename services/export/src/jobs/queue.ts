import type { WorkQueue } from '@lingzhi/bus/work-queue'

/**
 * Export jobs waiting for a worker. The job's row decides who may work and when to give up; the queue only
 * delivers, again and again until the job has ended.
 */
export const exportQueue: WorkQueue = {
  name: 'exports',
  leaseMs: 6_000,
  attemptsMax: 1_000,
  itemsMax: 100_000,
}

export interface ExportItem {
  job_id: string
}
