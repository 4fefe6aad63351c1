/**
 * Files waiting to be looked at. The file's row decides who may work and when to give up; the queue only delivers,
 * repeatedly, until the file has ended.
 */
export const filesQueue = { name: 'files', attemptsMax: 1_000, itemsMax: 100_000 } as const

export interface FileItem {
  file_id: string
}
