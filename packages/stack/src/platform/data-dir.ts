import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brokenLink, Fault, quoted } from '../fault.ts'

/** Makes the directory, or takes one that is empty or ours; others may pass through it (PostgreSQL's user must) but not list it. */
export function prepareDataDir(dataDir: string) {
  const advice = 'choose a folder of your own, DATA_DIR=… npm start'
  const file = fileOnTheWay(dataDir)
  if (file)
    throw new Fault(
      file === dataDir
        ? `DATA_DIR ${dataDir} is a file, and has to be a folder: ${advice}.`
        : `DATA_DIR ${dataDir} is below ${file}, which is a file: ${advice}.`,
    )
  const link = brokenLinkOnTheWay(dataDir)
  if (link)
    throw new Fault(
      `DATA_DIR ${dataDir}: ${link.path} is a link to ${link.target}, which is not there: mount or make that, or ${advice}.`,
    )
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC') throw error
    throw new Fault(`DATA_DIR ${dataDir} cannot be written (${code}): ${othersAdvice(dataDir) ?? advice}.`)
  }
  const foreign = othersFiles(dataDir)
  if (foreign.length > 0) {
    const some = `${foreign.slice(0, 3).join(', ')}${foreign.length > 3 ? ', …' : ''}`
    throw new Fault(
      `DATA_DIR ${dataDir} holds something else (${some}): choose a folder of its own, DATA_DIR=… npm start.`,
    )
  }
}

/** How everything begins that the platform makes in its data directory before there are secrets. */
const ownNames =
  /^(postgres|redis|nats|console|logs$|backups$|ops$|running\.json|restoring\.json|stack\.json|secrets\.json|install\.log)/

/**
 * What a folder where the platform never ran holds besides hidden files and what file systems put there: data among it
 * would mix with, or overwrite, what belongs to others, and could not be removed as a whole.
 */
function othersFiles(dataDir: string): string[] {
  if (existsSync(join(dataDir, 'secrets.json'))) return []
  const names = readdirSync(dataDir).sort()
  return names.filter((name) => !(name.startsWith('.') || name === 'lost+found' || ownNames.test(name)))
}

function brokenLinkOnTheWay(folder: string): { path: string; target: string } | undefined {
  if (existsSync(folder)) return undefined
  const target = brokenLink(folder)
  if (target !== undefined) return { path: folder, target }
  const parent = dirname(folder)
  return parent === folder ? undefined : brokenLinkOnTheWay(parent)
}

/** What an earlier `sudo npm start` made belongs to root: here is how to take it over. */
function othersAdvice(dataDir: string): string | undefined {
  const owner = ownerOf(dataDir)
  const own = process.getuid?.()
  if (owner === undefined || own === undefined || owner === own) return undefined
  return `it belongs to ${owner === 0 ? 'root' : `user ${owner}`}, who started the platform before. Start it as that user again, or take everything over: sudo chown -R ${own} ${quoted(dataDir)}`
}

/** Undefined where it is not there, or below what this user may not enter. */
function ownerOf(folder: string): number | undefined {
  try {
    return statSync(folder).uid
  } catch {
    return undefined
  }
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
