/**
 * Export jobs waiting for a worker. The job's row decides who may work and when to give up; the queue only
 * delivers, repeatedly, until the job has ended.
 */
export const exportQueue = { name: 'exports', attemptsMax: 1_000, itemsMax: 100_000 } as const

export interface ExportItem {
  job_id: string
}
