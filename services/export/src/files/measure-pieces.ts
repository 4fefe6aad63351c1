import { createHash } from 'node:crypto'

/** Size and digest of what the pieces are together. */
export function measurePieces(pieces: Buffer[]): { bytes: number; sha256: string } {
  const hash = createHash('sha256')
  let bytes = 0
  for (const piece of pieces) {
    hash.update(piece)
    bytes += piece.length
  }
  return { bytes, sha256: hash.digest('hex') }
}
