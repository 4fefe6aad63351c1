import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Language } from '@lingzhi/contracts/texts'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { importStatuses } from '../../database.ts'
import { importFormats } from '../formats/import-formats.ts'
import type { ImportJob } from './import-jobs.queries.ts'

const ImportCounts = Type.Object(
  {
    new: Type.Integer(),
    existing: Type.Integer({ description: 'Here already, and left as they are.' }),
    changed: Type.Integer({ description: 'Here already, and completed or brought up to the file.' }),
    skipped: Type.Integer({ description: 'Not imported: the report says why.' }),
  },
  { title: 'ImportCounts' },
)

export const PlaceInFile = Type.Object(
  { line: Type.Optional(Type.Integer()), byte: Type.Optional(Type.Integer()) },
  { title: 'PlaceInFile' },
)

const ImportFailure = Type.Object(
  { code: Type.String(), message: Type.String(), place: PlaceInFile },
  { title: 'ImportFailure' },
)

export const ImportView = Type.Object(
  {
    id: Uuid,
    status: Type.Enum([...importStatuses]),
    dry_run: Type.Boolean({ description: 'Nothing is changed: the report says what would be.' }),
    user_id: Uuid,
    file_name: Type.String(),
    bytes: Type.Integer({ description: 'Bytes uploaded.' }),
    sha256: Nullable(Type.String({ description: 'SHA-256 of the file, hexadecimal.' })),
    format: Nullable(Type.Enum([...importFormats], { description: 'Told from what the file holds.' })),
    phase: Type.Enum(['reading', 'storing'], {
      description: 'A file is read to its end before anything of it is stored.',
    }),
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
    conversations: ImportCounts,
    messages: ImportCounts,
    failure: Nullable(ImportFailure),
    created_at: instant,
    started_at: Nullable(instant),
    finished_at: Nullable(instant),
  },
  { title: 'Import' },
)
export type ImportView = Static<typeof ImportView>

const none = { new: 0, existing: 0, changed: 0, skipped: 0 }

/** An import as its owner sees it, its failure in their language. */
export function viewImport(job: ImportJob, language: Language): ImportView {
  const { tally, failure } = job
  return {
    id: job.id,
    status: job.status,
    dry_run: job.dry_run,
    user_id: job.user_id,
    file_name: job.name,
    bytes: job.bytes,
    sha256: job.sha256,
    format: job.format as ImportView['format'],
    phase: job.phase,
    percent: percentOf(job),
    conversations: tally?.conversations ?? none,
    messages: tally?.messages ?? none,
    failure: failure && { code: failure.code, message: failure.texts[language], place: failure.place },
    created_at: job.created_at.toISOString(),
    started_at: job.started_at?.toISOString() ?? null,
    finished_at: job.finished_at?.toISOString() ?? null,
  }
}

/** Reading takes a fifth of the time. Once stored messages are known, they tell, since a packed file is read in leaps. */
function percentOf({ status, phase, read_bytes, bytes, checked, tally }: ImportJob): number {
  if (status === 'completed') return 100
  if (phase === 'reading') return Math.floor(20 * Math.min(1, bytes === 0 ? 0 : read_bytes / bytes))
  const { messages = 0 } = checked ?? {}
  const { new: added = 0, existing = 0, changed = 0, skipped = 0 } = tally?.messages ?? {}
  const share = messages === 0 ? 0 : (added + existing + changed + skipped) / messages
  return 20 + Math.floor(79 * Math.min(1, share))
}
