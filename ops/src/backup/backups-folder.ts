import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import { stampOf } from '../run/stamp.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { replaceFileDurably } from './stored-files.ts'

/** A whole backup: its folder was renamed to its id when everything in it was on the disk. */
export type Backup = { id: string; folder: string }

const idPattern = /^\d{8}T\d{6}Z$/
const draftPrefix = '.draft-'

export function backupsFolder(dataDir: string): string {
  const folder = join(dataDir, 'backups')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** The folder's backups, newest first. */
export function backupsIn(folder: string): Backup[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => idPattern.test(name))
    .sort()
    .reverse()
    .map((id) => ({ id, folder: join(folder, id) }))
}

/** By its id, by the path of its folder, or the newest one. */
export function findBackup(dataDir: string, wanted: string | undefined): Backup {
  const all = backupsIn(backupsFolder(dataDir))
  if (wanted === undefined) {
    if (!all[0]) throw new Fault(`There is no backup in ${join(dataDir, 'backups')}: npm run ops -- backup.`)
    return all[0]
  }
  const known = all.find(({ id }) => id === wanted)
  if (known) return known
  const folder = resolve(wanted)
  if (!existsSync(join(folder, 'manifest.json')))
    throw new Fault(`There is no backup ${wanted}, neither in ${join(dataDir, 'backups')} nor as a folder.`)
  return { id: readManifest(folder).id, folder }
}

/** A new folder to fill, and the id that it gets when it is whole: a second later where two begin in one. */
export function newDraft(folder: string): { id: string; draft: string } {
  for (let at = Date.now(); ; at += 1000) {
    const id = stampOf(new Date(at))
    if (existsSync(join(folder, id))) continue
    const draft = join(folder, `${draftPrefix}${id}`)
    mkdirSync(draft, { mode: 0o700 })
    return { id, draft }
  }
}

/** Removes what backups left that were killed; the caller holds the deployment's lock. Returns how many there were. */
export function sweepDrafts(folder: string, { olderThanMs = 0 } = {}): number {
  if (!existsSync(folder)) return 0
  const drafts = readdirSync(folder).filter(
    (name) =>
      name.startsWith(draftPrefix) && Date.now() - statSync(join(folder, name)).mtimeMs >= olderThanMs,
  )
  for (const name of drafts) rmSync(join(folder, name), { recursive: true, force: true })
  return drafts.length
}

/** When its content was last restored and compared; undefined: never. */
export function verifiedAt({ folder }: Backup): string | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'verified.json'), 'utf8')).at
  } catch {
    return undefined
  }
}

export function noteVerified({ folder }: Backup) {
  replaceFileDurably(join(folder, 'verified.json'), `${JSON.stringify({ at: new Date().toISOString() })}\n`)
}

/** Keeps the newest, the one that was verified last, and those named; returns the ids of those removed. */
export function keepNewest(folder: string, count: number, spared: readonly string[] = []): string[] {
  const all = backupsIn(folder)
  const verified = all.find((one) => verifiedAt(one) !== undefined)?.id
  const old = all.slice(count).filter(({ id }) => id !== verified && !spared.includes(id))
  for (const one of old) rmSync(one.folder, { recursive: true, force: true })
  return old.map(({ id }) => id)
}

/** The bytes of its files. */
export function sizeOf({ files }: Manifest): number {
  return Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0)
}
