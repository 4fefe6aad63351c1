import { ImageTooLarge, QuotaExceeded, UnsupportedFile } from '@lingzhi/contracts/file-problems'
import { FileStatus } from '@lingzhi/contracts/files'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import type { ProblemKind } from '@lingzhi/contracts/problem'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Language } from '@lingzhi/contracts/texts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Db, ObjectKind, StoredFile } from '../database.ts'
import { kindsOf } from '../files.queries.ts'
import { FileInfected, FileUnreadable, TooManyPages } from '../problems.ts'

/** Why a file may be rejected once it was looked at. */
const reasons: readonly ProblemKind[] = [
  ...[UnsupportedFile, ImageTooLarge, TooManyPages, FileUnreadable, FileInfected, QuotaExceeded],
]

export const FileView = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    status: FileStatus,
    media_type: Type.String({ description: 'What the file is by its content, whatever its name says.' }),
    bytes: Type.Integer(),
    sha256: Nullable(Type.String(), { description: 'Of the whole file, in hexadecimal.' }),
    width: Nullable(Type.Integer(), { description: 'Of a picture, upright, in pixels.' }),
    height: Nullable(Type.Integer(), { description: 'Of a picture, upright, in pixels.' }),
    pages: Nullable(Type.Integer(), { description: 'Of a PDF.' }),
    scan: Type.Enum(['unscanned', 'clean', 'infected'], {
      description: 'What the virus scanner said; `unscanned` where this deployment has none.',
    }),
    reason: Nullable(Type.String(), { description: 'Why the file was rejected: the code of a problem.' }),
    reason_text: Nullable(Type.String(), { description: 'The same for people.' }),
    has_text: Type.Boolean({ description: 'Whether GET /api/v1/file/content has text of it.' }),
    has_preview: Type.Boolean({ description: 'Whether GET /api/v1/files/{id}/preview has a picture of it.' }),
    created_at: instant,
  },
  { title: 'File' },
)
export type FileView = Static<typeof FileView>

export async function viewFile(db: Db, file: StoredFile, language: Language): Promise<FileView> {
  return (await viewFiles(db, [file], language))[0]!
}

export async function viewFiles(db: Db, files: StoredFile[], language: Language): Promise<FileView[]> {
  const kinds = await kindsOf(
    db,
    files.map(({ id }) => id),
  )
  return files.map((file) => view(file, kinds.get(file.id) ?? new Set(), language))
}

function view(file: StoredFile, kinds: ReadonlySet<ObjectKind>, language: Language): FileView {
  const { id, name, status, media_type, bytes, sha256, width, height, pages, scan, reason } = file
  const why = reasons.find(({ code }) => code === reason)
  return {
    ...{ id, name, status, media_type, bytes, sha256, width, height, pages, scan, reason },
    reason_text: why ? why.texts[language] : null,
    has_text: status === 'ready' && kinds.has('text'),
    has_preview: status === 'ready' && kinds.has('preview'),
    created_at: file.created_at.toISOString(),
  }
}
