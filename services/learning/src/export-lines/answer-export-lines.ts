import type { LearningRecords } from '@lingzhi/contracts/export-records'
import { Uuid } from '@lingzhi/contracts/ids'
import { decodeCursor, encodeCursor } from '@lingzhi/db/cursor'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import type { Line, LineKind } from './export.queries.ts'
import { lineKinds, linesOf } from './export.queries.ts'

const Place = Type.Object({ kind: Type.Enum(lineKinds), after: Uuid })
type Place = Static<typeof Place>

const first = '00000000-0000-0000-0000-000000000000'
/** Read at once: an answer may be long. */
const rowsMax = 100

/** Sends one page of all that is kept of a learner as JSON lines. */
export async function answerExportLines(
  { db }: Pick<Deps, 'db'>,
  { user_id, cursor, records_max, bytes_max }: Static<typeof LearningRecords.request>,
  send: (lines: Buffer) => void,
): Promise<Static<typeof LearningRecords.result>> {
  let place: Place | null = decodeCursor(Place, cursor) ?? { kind: lineKinds[0], after: first }
  const records: Record<string, number> = {}
  let lines = 0
  let bytes = 0
  while (place && lines < records_max && bytes < bytes_max) {
    const { kind, after }: Place = place
    const limit = Math.min(rowsMax, records_max - lines)
    const rows: Line[] = await linesOf(db, user_id, kind, after, limit)
    for (const { id, line } of rows) {
      if (bytes >= bytes_max) break
      const written = Buffer.from(`${line}\n`)
      send(written)
      lines += 1
      records[kind] = (records[kind] ?? 0) + 1
      bytes += written.length
      place = { kind, after: id }
    }
    if (rows.length < limit && bytes < bytes_max) place = nextKind(kind)
  }
  return { records, next_cursor: place && encodeCursor(place) }
}

function nextKind(kind: LineKind): Place | null {
  const next = lineKinds[lineKinds.indexOf(kind) + 1]
  return next ? { kind: next, after: first } : null
}
