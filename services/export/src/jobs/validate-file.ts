import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { measurePieces } from '../files/measure-pieces.ts'
import type { Part } from '../files/parts.queries.ts'
import { deleteParts, storedParts } from '../files/parts.queries.ts'
import { patiently } from './patiently.ts'

export interface ValidFile {
  sha256: string
  bytes: number
  rows: number
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
    const content = await patiently(signal, () => store.get(part.object)).catch((err) => err as Error)
    signal.throwIfAborted()
    if (content instanceof Error || part.seq !== index || !isAsWritten(content, part)) {
      for (const { object } of parts.slice(index)) await store.remove(object)
      await deleteParts(db, jobId, index)
      throw new Error(`part ${index} of the file did not read back as it was written`, { cause: content })
    }
    for (const piece of content) whole.update(piece)
    bytes += part.bytes
    rows += part.rows
  }
  return { sha256: whole.digest('hex'), bytes, rows }
}

function isAsWritten(content: Buffer[], part: Part): boolean {
  const { bytes, sha256 } = measurePieces(content)
  return bytes === part.bytes && sha256 === part.sha256
}
