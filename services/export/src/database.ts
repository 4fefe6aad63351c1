import type { ExportKind } from '@lingzhi/contracts/export-records'
import type { Texts } from '@lingzhi/contracts/texts'
import type { Generated, JSONColumnType, Kysely } from 'kysely'
import type { Selection } from './conversations/read-pages.ts'
import type { Compression } from './formats/compression.ts'
import type { Format } from './formats/format.ts'
import type { Place } from './imports/reading/fault.ts'
import type { Checked, Tally } from './imports/tally.ts'

export const jobStatuses = ['queued', 'running', 'completed', 'failed', 'cancelled', 'expired'] as const
export type JobStatus = (typeof jobStatuses)[number]

/** The request, as it was sent. */
export interface JobRequest {
  conversation_ids?: string[]
  start_date?: string
  end_date?: string
  incremental?: boolean
  /** Undefined: conversations. */
  include?: ExportKind[]
}

export interface JobsTable {
  id: string
  user_id: string
  status: Generated<JobStatus>
  format: Format
  compression: Compression
  scope: 'own' | 'all'
  request: JSONColumnType<JobRequest>
  selection: JSONColumnType<Selection>
  /** Jobs of one user and shape follow each other incrementally. */
  shape: string
  notify_email: string | null
  notified_at: Date | null
  rows_expected: number | null
  /** Messages and other records written. */
  rows: Generated<number>
  /** Bytes of the file, as compressed. */
  bytes: Generated<number>
  /** Cells of a CSV that are longer than Excel holds; known once completed. */
  long_cells: Generated<number>
  /** Hexadecimal, of the whole file. */
  sha256: string | null
  /** Why it failed, for the user. */
  failure: string | null
  /** Attempts since the last progress. */
  attempts: Generated<number>
  run: string | null
  seen_at: Date | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  expires_at: Date | null
  /** Raised when links are taken back; a link names the one it was made in. */
  link_generation: Generated<number>
}

export interface PartsTable {
  job_id: string
  seq: number
  run: string
  object: string
  rows: number
  bytes: number
  sha256: string
  next_cursor: string | null
  writer_state: JSONColumnType<object>
  stored: Generated<boolean>
}

/** When each user started exports, for a day. */
export interface StartsTable {
  user_id: string
  started_at: Date
}

export const importStatuses = ['uploading', 'queued', 'running', 'completed', 'failed', 'cancelled'] as const

export interface ImportJobsTable {
  id: string
  /** Whose conversations they become. */
  user_id: string
  /** Who started it: the same, or an administrator. */
  requested_by: string
  status: Generated<(typeof importStatuses)[number]>
  dry_run: boolean
  /** The file's, as its sender calls it. */
  name: Generated<string>
  /** Bytes uploaded. */
  bytes: Generated<number>
  /** Hexadecimal, of the whole file; null where it was sent in parts and its sender told none. */
  sha256: string | null
  format: string | null
  phase: Generated<'reading' | 'storing'>
  /** Bytes of the file read in this phase. */
  read_bytes: Generated<number>
  /** The first batch that chat has not stored. */
  next_batch: Generated<number>
  tally: JSONColumnType<Tally> | null
  checked: JSONColumnType<Checked> | null
  /** Why it failed, for the user. */
  failure: JSONColumnType<{ code: string; texts: Texts; place: Place }> | null
  /** Attempts since the last progress. */
  attempts: Generated<number>
  run: string | null
  seen_at: Date | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

export interface ImportPartsTable {
  job_id: string
  /** From 1. */
  number: number
  object: string
  bytes: number
  sha256: string
  stored: Generated<boolean>
}

/** Letters sent within the last day. */
export interface LettersTable {
  user_id: string
  /** As letters of any spelling reach it. */
  address: string
  sent_at: Date
}

export interface Database {
  export_jobs: JobsTable
  export_parts: PartsTable
  export_starts: StartsTable
  export_letters: LettersTable
  import_jobs: ImportJobsTable
  import_parts: ImportPartsTable
  import_starts: StartsTable
  deleted_users: { user_id: string; deleted_at: Date }
}

export type Db = Kysely<Database>
