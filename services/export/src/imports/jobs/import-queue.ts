/** Imports waiting for a worker. As with exports, the row decides and the queue only delivers. */
export const importQueue = { name: 'imports', attemptsMax: 1_000, itemsMax: 100_000 } as const

export interface ImportItem {
  job_id: string
}
