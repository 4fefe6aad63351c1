import { createHash } from 'node:crypto'
import { collectYoung } from '@lingzhi/runtime/collect-garbage'
import type { Deps } from '../deps.ts'
import { deleteParts, storedParts } from '../files/parts.queries.ts'
import { patiently } from './patiently.ts'

export interface ValidFile {
  sha256: string
  bytes: number
  rows: number
  /** Cells of a CSV that are longer than Excel holds. */
  longCells: number
}

/**
 * Reads the whole file back from the store and compares every part with what was recorded when it was written.
 * A part that differs is forgotten together with those behind it, so that the next attempt writes them again.
 */
export async function validateFile(
  { db, store }: Pick<Deps, 'db' | 'store'>,
  jobId: string,
  signal: AbortSignal,
): Promise<ValidFile> {
  const whole = createHash('sha256')
  let bytes = 0
  let rows = 0
  const parts = await storedParts(db, jobId)
  if (parts.at(-1)?.next_cursor !== null) throw new Error('the file has no last part')
  for (const [index, part] of parts.entries()) {
    const read = await patiently(signal, () => store.get(part.object)).catch((err) => err as Error)
    signal.throwIfAborted()
    if (read instanceof Error || part.seq !== index || read.sha256 !== part.sha256) {
      for (const { object } of parts.slice(index)) await store.remove(object)
      await deleteParts(db, jobId, index)
      throw new Error(`part ${index} of the file did not read back as it was written`, { cause: read })
    }
    for (const piece of read.pieces) whole.update(piece)
    read.pieces.length = 0
    collectYoung()
    bytes += part.bytes
    rows += part.rows
  }
  const { longCells = 0 } = (parts.at(-1)?.writer_state ?? {}) as { longCells?: number }
  return { sha256: whole.digest('hex'), bytes, rows, longCells }
}
