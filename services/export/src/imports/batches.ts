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
const charsMax = 1_000_000

/**
 * Puts conversations into batches of about this size, long ones into several. No batch holds a conversation twice: the second
 * must find what the first has become. Where a batch ends depends on the file alone.
 */
export async function* toBatches(found: AsyncIterable<Found & { ordinal: number }>): AsyncGenerator<Batch> {
  let seq = 0
  let lines: string[] = []
  let chars = 0
  let messages = 0
  let ordinals: number[] = []
  let keys = new Set<string>()
  let afterMs = 0
  let ordinalOfMessage = 0

  const add = (line: object) => {
    const text = JSON.stringify(line)
    lines.push(text)
    chars += text.length
  }
  const open = (head: FoundHead, ordinal: number, continued: boolean) => {
    add({ type: 'conversation', ...head, ordinal, continued, after_ms: afterMs })
    ordinals.push(ordinal)
    keys.add(head.key)
  }
  const close = (): Batch => {
    const batch = {
      seq,
      lines: Buffer.from(`${lines.join('\n')}\n`),
      lineCount: lines.length,
      ordinals,
      messages,
    }
    seq += 1
    lines = []
    chars = 0
    messages = 0
    ordinals = []
    keys = new Set()
    return batch
  }
  const isFull = () => messages >= messagesMax || chars >= charsMax

  for await (const { head, ordinal, continued, messages: some } of found) {
    if (!continued) {
      afterMs = 0
      ordinalOfMessage = 0
    }
    const goesOn = continued && ordinals.at(-1) === ordinal
    if (!goesOn && lines.length > 0 && (keys.has(head.key) || isFull())) yield close()
    if (!goesOn) open(head, ordinal, continued)
    for (const message of some) {
      if (isFull()) {
        yield close()
        open(head, ordinal, true)
      }
      add(lineOf(message, ordinalOfMessage))
      messages += 1
      ordinalOfMessage += 1
      afterMs = Math.max(afterMs, Date.parse(message.created_at))
    }
  }
  if (lines.length > 0) yield close()
}

const lineOf = ({ place: _, ...message }: FoundMessage, ordinal: number) => ({
  type: 'message',
  ...message,
  ordinal,
})
