import { exportKinds } from '@lingzhi/contracts/export-records'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { jobStatuses } from '../database.ts'
import { compressions } from '../formats/compression.ts'
import { fileName } from '../formats/file-name.ts'
import { formats, formatVersion } from '../formats/format.ts'
import { includedIn } from './included.ts'
import type { Job } from './jobs.queries.ts'
import { notesOn } from './notes-on.ts'

export const JobView = Type.Object(
  {
    id: Uuid,
    status: Type.Enum([...jobStatuses]),
    format: Type.Enum([...formats]),
    compression: Type.Enum([...compressions]),
    format_version: Type.Integer(),
    scope: Type.Enum(['own', 'all']),
    include: Type.Array(Type.Enum([...exportKinds])),
    incremental: Type.Boolean(),
    changed_since: Nullable(instant),
    conversation_ids: Nullable(Type.Array(Uuid)),
    start_date: Nullable(Type.String()),
    end_date: Nullable(Type.String()),
    rows: Type.Integer({ description: 'Messages, and records of other kinds, written so far.' }),
    rows_expected: Nullable(Type.Integer({ description: 'An estimate.' })),
    bytes: Type.Integer({ description: 'Bytes stored so far; once completed, the size of the file.' }),
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
    eta_seconds: Nullable(Type.Integer()),
    sha256: Nullable(Type.String({ description: 'SHA-256 of the file, hexadecimal.' })),
    file_name: Type.String(),
    failure: Nullable(Type.String()),
    notes: Type.Array(Type.String(), {
      description:
        'What to know before opening the finished file: a CSV that holds more than Excel shows (32,767 characters a cell, 1,048,576 rows). The file is always whole.',
    }),
    created_at: instant,
    started_at: Nullable(instant),
    finished_at: Nullable(instant),
    expires_at: Nullable(instant),
  },
  { title: 'Export' },
)
export type JobView = Static<typeof JobView>

/** A job as its owner sees it. */
export function viewJob(job: Job, now: Date): JobView {
  const { request, selection, rows, rows_expected: expected } = job
  const completed = job.status === 'completed' || job.status === 'expired'
  // The estimate comes from counters: capped below 100 % until the export has really ended.
  const share = expected ? Math.min(rows / expected, 0.99) : 0
  const elapsedMs = job.started_at ? now.getTime() - job.started_at.getTime() : 0
  const remainingMs = job.status === 'running' && share > 0 ? elapsedMs / share - elapsedMs : null
  return {
    id: job.id,
    status: job.status,
    format: job.format,
    compression: job.compression,
    format_version: formatVersion,
    scope: job.scope,
    include: [...includedIn(request)],
    incremental: request.incremental ?? false,
    changed_since: selection.changed_since ?? null,
    conversation_ids: request.conversation_ids ?? null,
    start_date: request.start_date ?? null,
    end_date: request.end_date ?? null,
    rows,
    rows_expected: expected,
    bytes: job.bytes,
    percent: completed ? 100 : Math.floor(share * 100),
    eta_seconds: remainingMs === null ? null : Math.max(0, Math.ceil(remainingMs / 1_000)),
    sha256: job.sha256,
    file_name: fileNameOf(job),
    failure: job.failure,
    notes: job.status === 'completed' ? notesOn(job) : [],
    created_at: job.created_at.toISOString(),
    started_at: job.started_at?.toISOString() ?? null,
    finished_at: job.finished_at?.toISOString() ?? null,
    expires_at: job.expires_at?.toISOString() ?? null,
  }
}

export function fileNameOf({ created_at, format, compression }: Job): string {
  return fileName(
    `lingzhi_export_${created_at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}`,
    format,
    compression,
  )
}
