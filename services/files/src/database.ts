import type { Generated, Kysely, Selectable } from 'kysely'

export type FileStatus = 'uploading' | 'processing' | 'ready' | 'rejected'
export type ObjectKind = 'original' | 'model-image' | 'preview' | 'text'
export type ReferenceKind = 'conversation' | 'learning' | 'skill'

export interface FilesTable {
  id: string
  user_id: string
  /** As its sender calls it; never a path. */
  name: string
  status: Generated<FileStatus>
  /** As its content says. */
  media_type: Generated<string>
  bytes: Generated<number>
  /** What of the user's quota it holds. */
  reserved: number
  /** Hexadecimal, of the original; of one announced by presign what it must be. */
  sha256: string | null
  width: number | null
  height: number | null
  pages: number | null
  scan: Generated<'unscanned' | 'clean' | 'infected'>
  /** Why it was rejected: the code of a problem. */
  reason: string | null
  /** Times that somebody began to look at it. */
  attempts: Generated<number>
  run: string | null
  seen_at: Date | null
  created_at: Date
  ended_at: Date | null
  /** Of one that is uploaded: given up after. */
  expires_at: Date | null
  /** Since when nothing refers to it any more; null for one that nothing ever referred to. */
  unreferenced_at: Date | null
  removed_at: Date | null
  link_generation: Generated<number>
}

export interface ObjectsTable {
  object: string
  file_id: string
  kind: ObjectKind
  seq: number
  bytes: number
  sha256: string
  /** Who made it of the original. */
  run: string | null
}

export interface Database {
  files: FilesTable
  file_objects: ObjectsTable
  file_references: { file_id: string; kind: ReferenceKind; ref_id: string }
  quota: { user_id: string; bytes: number; files: number }
  deleted_users: { user_id: string; deleted_at: Date }
}

export type StoredFile = Selectable<FilesTable>
export type Piece = Selectable<ObjectsTable>

export type Db = Kysely<Database>
