import type { Writer, WriterOptions } from './format.ts'
import { formatVersion } from './format.ts'
import { forEachLine, isConversation } from './lines.ts'

interface State {
  /** Whether a conversation has started, and whether it has a message yet. */
  open: boolean
  filled: boolean
  /** Whether the conversations are closed and other records follow; how many there are. */
  records?: number | undefined
}

const comma = 0x2c
const head = `"format":"lingzhi.conversations","format_version":${formatVersion}`
const messagesOpen = Buffer.from(',"messages":[')
const messagesClose = Buffer.from(']}')

/**
 * One valid document. For many conversations: `{format, format_version, conversations: [{…, messages: […]}]}`;
 * for one: `{format, format_version, id, title, …, messages: […]}`. Other records follow as `records: […]`. Lines are moved,
 * not parsed.
 */
export function createJsonWriter(
  { shape }: Pick<WriterOptions, 'shape'>,
  { open, filled, records }: State = { open: false, filled: false },
): Writer {
  const begin = shape === 'one' ? `{${head}` : `{${head},"conversations":[`
  // In the document about one conversation its members stand beside the format's: no brace of their own.
  const conversationSkip = shape === 'one' ? 1 : 0
  const closed = () => (shape === 'one' ? (open ? ']' : '') : open ? ']}]' : ']')
  const end = () => (records === undefined ? `${closed()}}\n` : ']}\n')

  function writeRecords(lines: Buffer, count: number): Buffer[] {
    const pieces: Buffer[] = []
    if (records === undefined) pieces.push(Buffer.from(`${closed()},"records":[`))
    if (count > 0) {
      if (records) pieces.push(Buffer.of(comma))
      forEachLine(lines, (start) => {
        if (start > 0) lines[start - 1] = comma
      })
      pieces.push(lines.subarray(0, -1))
    }
    records = (records ?? 0) + count
    return pieces
  }

  return {
    begin: () => Buffer.from(begin),
    write: (page) => {
      const lines = Buffer.concat(page.pieces)
      if (page.records)
        return writeRecords(
          lines,
          Object.values(page.records).reduce((sum, count) => sum + count, 0),
        )
      const pieces: Buffer[] = []
      // Messages that follow each other are copied in one piece, with the line feeds between them made commas.
      let runStart = -1
      const endRun = (at: number) => {
        if (runStart !== -1) pieces.push(lines.subarray(runStart, at))
        runStart = -1
      }
      forEachLine(lines, (lineStart, lineEnd) => {
        if (isConversation(lines, lineStart)) {
          endRun(lineStart - 1)
          if (open) pieces.push(messagesClose)
          if (open || shape === 'one') pieces.push(Buffer.of(comma))
          pieces.push(lines.subarray(lineStart + conversationSkip, lineEnd - 1), messagesOpen)
          open = true
          filled = false
        } else {
          if (runStart !== -1) lines[lineStart - 1] = comma
          else {
            if (filled) pieces.push(Buffer.of(comma))
            runStart = lineStart
          }
          filled = true
        }
      })
      endRun(lines.length - 1)
      return pieces
    },
    end: () => Buffer.from(end()),
    state: () => ({ open, filled, records }),
  }
}
