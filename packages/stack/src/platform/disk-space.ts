import { statfsSync } from 'node:fs'
import { Fault } from '../fault.ts'

const mb = 1_000_000
/** What a new deployment writes before anybody uses it, with as much again to begin with; and what an old one needs to start. */
const needed = { new: 250 * mb, old: 60 * mb }
/** Below this a busy day may fill the disk. */
const comfortable = 1_000 * mb

/**
 * A Fault when the disk of this folder has too little room to start with: what is needed, what is there, and where. Returns a
 * sentence when it is enough for now, and little.
 */
export function requireSpace(
  folder: string,
  { isNew, free = freeIn(folder) }: { isNew: boolean; free?: number | undefined },
): string | undefined {
  if (free === undefined) return undefined
  const least = isNew ? needed.new : needed.old
  const there = `${Math.floor(free / mb)} MB`
  if (free < least)
    throw new Fault(
      `磁盘空间不足：${folder} 需要 ${least / mb} MB，只剩 ${there}。\nThe disk is too full to start: ${least / mb} MB are needed in ${folder}, and ${there} are free. Make room there, or choose another folder: DATA_DIR=… npm start.`,
    )
  return free < comfortable
    ? `Only ${there} are free in ${folder}: everything stops taking writes when that is used up.`
    : undefined
}

/** Bytes that this user may still write; undefined where the file system does not say. */
function freeIn(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return undefined
  }
}
