import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../fault.ts'

/** Makes the directory; others may pass through it (PostgreSQL's user must) but not list it. */
export function prepareDataDir(dataDir: string) {
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Fault(
      `DATA_DIR ${dataDir} cannot be written (${code}): choose a folder of your own, DATA_DIR=… npm start.`,
    )
  }
}

/** mkdirSync's own `recursive` never returns on file systems that refuse new folders with ENOENT, such as /proc. */
function makeFolder(folder: string) {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o711 })
}
