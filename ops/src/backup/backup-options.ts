import type { Run } from '../run/command.ts'

/** Where it is told what is done, and whether anything is. */
export type Doing = Pick<Run, 'step' | 'note' | 'signal' | 'dryRun'>

export type BackupOptions = {
  run: Doing
  /** Why, for the list of backups. */
  reason?: string
  /** How many stay, this one included. */
  keep?: number
  /** Ids of backups that stay besides. */
  spare?: readonly string[]
  /** Seals the whole backup, if `encrypt`, and the copy of the secrets, if `withSecrets`. */
  passphrase?: string | undefined
  encrypt?: boolean
  withSecrets?: boolean
  /** A folder that gets a copy, with the same number kept; or `s3://bucket/folder`. */
  to?: string | undefined
}
