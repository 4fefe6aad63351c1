import type { Found, FoundHead, FoundMessage } from './found.ts'

/** What is sent to chat at a time: the same batches, whoever reads the file. */
export interface Batch {
  seq: number
  lines: Buffer
  lineCount: number
  /** Which conversation of the file each of its conversations is, in order. */
  ordinals: number[]
  messages: number
}

const messagesMax = 2_000
/** Of lines, as they are sent. One message may be longer: then it goes by itself, as whoever takes a batch holds all of it. */
const bytesMax = 1_000_000

/**
 * Puts conversations into batches of at most this size, long ones into several. No batch holds a conversation twice: the second
 * must find what the first has become. Where a batch ends depends on the file alone.
 */
export async function* toBatches(found: AsyncIterable<Found & { ordinal: number }>): AsyncGenerator<Batch> {
  let seq = 0
  let lines: Buffer[] = []
  let bytes = 0
  let messages = 0
  let ordinals: number[] = []
  let keys = new Set<string>()
  let afterMs = 0
  let ordinalOfMessage = 0

  const add = (line: Buffer) => {
    lines.push(line)
    bytes += line.length
  }
  const open = (head: FoundHead, ordinal: number, continued: boolean) => {
    add(toLine({ type: 'conversation', ...head, ordinal, continued, after_ms: afterMs }))
    ordinals.push(ordinal)
    keys.add(head.key)
  }
  const close = (): Batch => {
    const batch = {
      seq,
      lines: Buffer.concat(lines, bytes),
      lineCount: lines.length,
      ordinals,
      messages,
    }
    seq += 1
    lines = []
    bytes = 0
    messages = 0
    ordinals = []
    keys = new Set()
    return batch
  }
  const isFull = () => messages >= messagesMax || bytes >= bytesMax

  for await (const { head, ordinal, continued, messages: some } of found) {
    if (!continued) {
      afterMs = 0
      ordinalOfMessage = 0
    }
    const goesOn = continued && ordinals.at(-1) === ordinal
    if (!goesOn && lines.length > 0 && (keys.has(head.key) || isFull())) yield close()
    if (!goesOn) open(head, ordinal, continued)
    for (const message of some) {
      const line = lineOf(message, ordinalOfMessage)
      if (isFull() || (messages > 0 && bytes + line.length > bytesMax)) {
        yield close()
        open(head, ordinal, true)
      }
      add(line)
      messages += 1
      ordinalOfMessage += 1
      afterMs = Math.max(afterMs, Date.parse(message.created_at))
    }
  }
  if (lines.length > 0) yield close()
}

const lineOf = ({ place: _, ...message }: FoundMessage, ordinal: number) =>
  toLine({ type: 'message', ...message, ordinal })

const toLine = (value: object) => Buffer.from(`${JSON.stringify(value)}\n`)
