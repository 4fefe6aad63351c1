import { accessSync, constants, mkdirSync } from 'node:fs'
import { Fault } from '../fault.ts'

/** Makes the directory; others may pass through it (PostgreSQL's user must) but not list it. */
export function prepareDataDir(dataDir: string) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Fault(
      `DATA_DIR ${dataDir} cannot be written (${code}): choose a folder of your own, DATA_DIR=… npm start.`,
    )
  }
}
