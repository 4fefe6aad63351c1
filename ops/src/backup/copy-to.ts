import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { dayMs } from '@lingzhi/runtime/time'
import { type Backup, keepNewest, sweepDrafts } from './backups-folder.ts'
import { syncFolder } from './stored-files.ts'

/** Copies a backup to a folder, such as one of another disk; there too it is whole or not at all. */
export async function copyTo({ id, folder }: Backup, target: string, keep: number) {
  const to = resolve(target)
  mkdirSync(to, { recursive: true, mode: 0o700 })
  // Another deployment may be copying to the same folder right now.
  sweepDrafts(to, { olderThanMs: dayMs })
  const draft = join(to, `.draft-${id}-${process.pid}`)
  try {
    mkdirSync(draft, { mode: 0o700 })
    cpSync(folder, draft, { recursive: true })
    for (const name of readdirSync(draft)) flush(join(draft, name))
    syncFolder(draft)
    if (existsSync(join(to, id))) rmSync(join(to, id), { recursive: true })
    renameSync(draft, join(to, id))
    syncFolder(to)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  keepNewest(to, keep, [id])
}

function flush(file: string) {
  const descriptor = openSync(file, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
