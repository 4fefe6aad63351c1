import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault, quoted } from '../fault.ts'

/** Makes the directory; others may pass through it (PostgreSQL's user must) but not list it. */
export function prepareDataDir(dataDir: string) {
  const advice = 'choose a folder of your own, DATA_DIR=… npm start'
  const file = fileOnTheWay(dataDir)
  if (file)
    throw new Fault(
      file === dataDir
        ? `DATA_DIR ${dataDir} is a file, and has to be a folder: ${advice}.`
        : `DATA_DIR ${dataDir} is below ${file}, which is a file: ${advice}.`,
    )
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC') throw error
    throw new Fault(`DATA_DIR ${dataDir} cannot be written (${code}): ${othersAdvice(dataDir) ?? advice}.`)
  }
}

/** What an earlier `sudo npm start` made belongs to root: here is how to take it over. */
function othersAdvice(dataDir: string): string | undefined {
  const owner = statSync(dataDir, { throwIfNoEntry: false })?.uid
  const own = process.getuid?.()
  if (owner === undefined || own === undefined || owner === own) return undefined
  return `it belongs to ${owner === 0 ? 'root' : `user ${owner}`}, who started the platform before. Start it as that user again, or take everything over: sudo chown -R ${own} ${quoted(dataDir)}`
}

/** The file, if there is one, where a folder would have to be. */
function fileOnTheWay(folder: string): string | undefined {
  try {
    if (statSync(folder).isDirectory()) return undefined
    return folder
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const parent = dirname(folder)
    return parent !== folder && (code === 'ENOTDIR' || code === 'ENOENT') ? fileOnTheWay(parent) : undefined
  }
}

/** mkdirSync's own `recursive` never returns on file systems that refuse new folders with ENOENT, such as /proc. */
function makeFolder(folder: string) {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
  // Also under a umask that would let nobody else pass.
  chmodSync(folder, 0o711)
}
