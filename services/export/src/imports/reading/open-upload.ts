import type { ObjectStore } from '@lingzhi/objects/object-store'
import type { ImportPart } from '../uploads/parts.queries.ts'

/** The bytes of an uploaded file, wherever in it one begins. */
export interface Upload {
  bytes: number
  /** From one byte up to another, part by part: the last one is held, as an archive is read in small pieces of one part. */
  read: (from?: number, to?: number) => AsyncGenerator<Buffer>
}

/** Some milliseconds of work for a reader. */
const stepBytes = 128 * 1024

/** Opens a file that was uploaded in these parts. `get` fetches one, patiently if need be. */
export function openUpload(get: ObjectStore['get'], parts: readonly ImportPart[]): Upload {
  const starts: number[] = []
  let bytes = 0
  for (const part of parts) {
    starts.push(bytes)
    bytes += part.bytes
  }
  let held: { object: string; pieces: Buffer[] } | undefined
  const piecesOf = async (object: string) => {
    if (held?.object !== object) {
      // Let go of first, so that two are never held.
      held = undefined
      const { pieces } = await get(object)
      held = { object, pieces }
    }
    return held.pieces
  }
  return {
    bytes,
    async *read(from = 0, to = bytes) {
      for (const [index, part] of parts.entries()) {
        const start = starts[index]!
        if (start + part.bytes <= from || start >= to) continue
        const pieces = await piecesOf(part.object)
        let at = start
        for (const piece of pieces) {
          const first = Math.max(from - at, 0)
          const last = Math.min(to - at, piece.length)
          for (let next = first; next < last; next += stepBytes) {
            yield piece.subarray(next, Math.min(next + stepBytes, last))
          }
          at += piece.length
        }
      }
    },
  }
}
