import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, quoted } from '../fault.ts'
import { replaceFile } from '../processes/replace-file.ts'

/**
 * A database that is kept outside its data directory, because the user PostgreSQL runs as cannot enter that. Beside the folder,
 * `<folder>.json` names the data directory it belongs to, and `<folder>.secrets.json` is a copy of the secrets that open it:
 * a checkout that is removed and made again at the same place finds its data.
 */
const rememberedIn = (dataDir: string) => join(dataDir, 'postgres-folder')
const ownerFile = (folder: string) => `${folder}.json`
export const secretsCopyOf = (folder: string) => `${folder}.secrets.json`

/** The folder that this data directory says its database is in; undefined when it says none. */
export function rememberedFolder(dataDir: string): string | undefined {
  try {
    return readFileSync(rememberedIn(dataDir), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

/** Writes down, on both sides, that they belong together. */
export function rememberFolder(dataDir: string, folder: string) {
  replaceFile(rememberedIn(dataDir), `${folder}\n`)
  replaceFile(ownerFile(folder), `${JSON.stringify({ dataDir })}\n`)
}

/**
 * A Fault when another data directory, which is still there, uses the folder too: this one is then a copy, and two servers on
 * one database would destroy it.
 */
export function refuseCopy(dataDir: string, folder: string) {
  const owner = ownerOf(folder)
  if (owner === undefined || owner === dataDir || rememberedFolder(owner) !== folder) return
  throw new Fault(
    `${dataDir} is a copy of ${owner}, whose database is in ${folder} and was not copied with it. While nothing runs: cp -a ${folder} ${folder}-copy && echo ${folder}-copy > ${quoted(rememberedIn(dataDir))}`,
  )
}

/** The folder below `root` for the database of this data directory: the one it had before, if that is still there. */
export function outsideFolder(dataDir: string, root: string): string {
  const own = earlierFolder(dataDir, root)
  if (own) return own
  const named = join(root, createHash('sha256').update(dataDir).digest('hex').slice(0, 16))
  return existsSync(named) && ownerOf(named) !== undefined
    ? `${named}-${randomBytes(4).toString('hex')}`
    : named
}

/**
 * Gives a data directory without secrets, new or not, those of the database that was made for its place before; returns the
 * folder of that. Nothing happens where there are secrets already.
 */
export function restoreSecrets(dataDir: string, root: string): string | undefined {
  if (existsSync(join(dataDir, 'secrets.json'))) return undefined
  const folder = earlierFolder(dataDir, root)
  if (!folder || !existsSync(secretsCopyOf(folder))) return undefined
  copyFileSync(secretsCopyOf(folder), join(dataDir, 'secrets.json'))
  return folder
}

function earlierFolder(dataDir: string, root: string): string | undefined {
  if (!existsSync(root)) return undefined
  return readdirSync(root)
    .map((name) => join(root, name))
    .filter((one) => !one.endsWith('.json') && existsSync(join(one, 'PG_VERSION')))
    .find((one) => ownerOf(one) === dataDir)
}

function ownerOf(folder: string): string | undefined {
  try {
    return JSON.parse(readFileSync(ownerFile(folder), 'utf8')).dataDir
  } catch {
    return undefined
  }
}
