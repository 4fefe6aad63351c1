import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'

/** A Fault when the disk of this folder, which may not be there yet, has less room than that. */
export function requireRoom(folder: string, bytes: number) {
  let there = folder
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there)
  const { bavail, bsize } = statfsSync(there)
  if (bavail * bsize < bytes)
    throw new Fault(
      `The disk is too full: up to ${megabytes(bytes)} are needed in ${folder}, and ${megabytes(bavail * bsize)} are free.`,
    )
}

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
