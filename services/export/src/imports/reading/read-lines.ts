import { createPartBuffer } from '@lingzhi/objects/part-buffer'
import { ImportFault } from './fault.ts'
import { withoutMark } from './without-mark.ts'

export interface Line {
  /** Lent until the next lines are asked for. */
  bytes: Buffer
  /** From 1. */
  line: number
  /** The file ended with it, without a line feed. */
  last: boolean
}

const lineFeed = 0x0a
/** Most lines are shorter; the memory of a longer one is used again. */
const begunBytes = 64 * 1024

/** The lines of a file without the blank ones, and without the mark that some editors put before the first. Raises ImportFault for one longer than `lineMaxBytes`. */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  lineMaxBytes: number,
): AsyncGenerator<Line[]> {
  let line = 0
  const begun = createPartBuffer(begunBytes)
  let bytes = 0
  const whole = (piece: Buffer) => {
    let all = piece
    if (begun.size() > 0) {
      begun.append(piece)
      all = begun.bytes()
      begun.clear()
    }
    bytes = 0
    return all
  }
  const bounded = (more: number) => {
    bytes += more
    if (bytes > lineMaxBytes) throw tooLong(line + 1)
  }
  for await (const chunk of withoutMark(chunks)) {
    const lines: Line[] = []
    let rest: Buffer | undefined
    let start = 0
    for (;;) {
      const end = chunk.indexOf(lineFeed, start)
      if (end === -1) break
      bounded(end - start)
      const found = whole(chunk.subarray(start, end))
      line += 1
      if (!isBlank(found)) lines.push({ bytes: found, line, last: false })
      start = end + 1
    }
    if (start < chunk.length) {
      bounded(chunk.length - start)
      rest = chunk.subarray(start)
    }
    if (lines.length > 0) yield lines
    // Only now: what was begun before may be one of these lines.
    if (rest) begun.append(rest)
  }
  const rest = whole(Buffer.alloc(0))
  if (!isBlank(rest)) yield [{ bytes: rest, line: line + 1, last: true }]
}

const isBlank = (bytes: Buffer) => {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false
  return true
}

const tooLong = (line: number) =>
  new ImportFault(
    'TOO_LARGE',
    { zh: '此行过长，无法导入', en: 'This line is too long to be imported.' },
    { line },
  )
