/** Bytes gathered one after the other in memory that is used again for the next part. */
export interface PartBuffer {
  append: (piece: Buffer) => void
  /** What was appended, lent until the next `clear`. */
  bytes: () => Buffer
  size: () => number
  clear: () => void
}

/**
 * Copies what it is given, so that pages do not live as long as the part they belong to: V8 would take them for
 * lasting, and give them back only with a collection of the whole heap.
 */
export function createPartBuffer(expectedBytes: number): PartBuffer {
  let memory = Buffer.allocUnsafeSlow(expectedBytes)
  let size = 0
  return {
    append: (piece) => {
      if (size + piece.length > memory.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(2 * memory.length, size + piece.length))
        memory.copy(larger, 0, 0, size)
        memory = larger
      }
      piece.copy(memory, size)
      size += piece.length
    },
    bytes: () => memory.subarray(0, size),
    size: () => size,
    clear: () => {
      size = 0
    },
  }
}
