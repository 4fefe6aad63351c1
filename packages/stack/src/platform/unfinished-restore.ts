import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, quoted } from '../fault.ts'
import { replaceFile } from '../processes/replace-file.ts'

/** While it is there, databases and streams may be of different times. */
type Restore = {
  /** The folder of the backup that is restored. */
  backup: string
  /** The id of the backup of what was there before; null where nothing was. */
  present: string | null
}

const fileIn = (dataDir: string) => join(dataDir, 'restoring.json')

export function unfinishedRestore(dataDir: string): Restore | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))
  } catch {
    return undefined
  }
}

export function noteRestore(dataDir: string, restore: Restore) {
  replaceFile(fileIn(dataDir), `${JSON.stringify(restore)}\n`)
}

export function finishRestore(dataDir: string) {
  rmSync(fileIn(dataDir), { force: true })
}

/** A Fault while a restore that began to change things has not come to its end. */
export function refuseHalfRestored(dataDir: string) {
  const restore = unfinishedRestore(dataDir)
  if (restore)
    throw new Fault(
      `A restore of ${restore.backup} was interrupted: run it again, npm run ops -- restore ${quoted(restore.backup)}`,
    )
}
