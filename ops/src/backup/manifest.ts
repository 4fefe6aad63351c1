import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, messageOf } from '@lingzhi/stack/fault'
import type { StreamConfig, StreamState } from '@nats-io/jetstream'
import type { Fingerprint } from './fingerprint.ts'
import { replaceFileDurably } from './stored-files.ts'

/** Rows, and the sum of a digest of each, whatever their order. */
export type TableSum = { rows: number; checksum: string }

export type DatabaseRecord = {
  file: string
  /** On the server, indexes included: what a restored one needs. */
  bytes: number
  /** Major versions of PostgreSQL. */
  server: number
  dump: number
  /** The applied migrations by name, in order. */
  migrations: string[]
  tables: Record<string, TableSum>
}

export type StreamRecord = { file: string; config: StreamConfig; state: StreamState }

/** What is in a backup's folder, and what has to be true of it. */
export type Manifest = {
  format: 1
  id: string
  made_at: string
  /** Why it was made, in a word or two: asked, before restore, before deploy. */
  reason: string
  product: { version: string; revision: string | null }
  encrypted: boolean
  databases: Record<string, DatabaseRecord>
  streams: { server: string; prefix: string; taken: Record<string, StreamRecord> }
  /** Files of exports are in S3, which has backups of its own. */
  files_elsewhere: boolean
  secrets: {
    /** Without these, or with others, data cannot be opened. */
    sealing: Record<string, Fingerprint>
    /** The settings that were set and are secret: to be set again. */
    settings: string[]
    /** The encrypted copy of secrets.json. */
    file: string | null
  }
  files: Record<string, { bytes: number; sha256: string }>
}

const name = 'manifest.json'
/** The names that a backup may hold: none leads out of its folder. */
const fileName = /^[A-Za-z0-9][\w.-]*$/

export function writeManifest(folder: string, manifest: Manifest) {
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  replaceFileDurably(join(folder, name), text)
  replaceFileDurably(join(folder, 'manifest.sha256'), `${digest(text)}  ${name}\n`)
}

/** What the folder says it holds; a Fault when it is no backup, was changed, or is of a later format. */
export function readManifest(folder: string): Manifest {
  let text: string
  let expected: string
  try {
    text = readFileSync(join(folder, name), 'utf8')
    expected = readFileSync(join(folder, 'manifest.sha256'), 'utf8').slice(0, 64)
  } catch (error) {
    throw new Fault(`${folder} is no backup: ${messageOf(error)}.`)
  }
  if (digest(text) !== expected) throw new Fault(`${join(folder, name)} was changed after the backup.`)
  const manifest = JSON.parse(text) as Manifest
  if (manifest.format !== 1)
    throw new Fault(`${folder} was made by a later version (format ${manifest.format}): use that version.`)
  if (!Object.keys(manifest.files).every((file) => fileName.test(file)))
    throw new Fault(`${join(folder, name)} names files that no backup has.`)
  return manifest
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
