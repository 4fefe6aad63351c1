import { randomUUID } from 'node:crypto'

/** Strings from this length on are looked at: an image as a data URL, which a model is shown. */
const longChars = 100_000
/** What JSON writes as it stands, one byte a character. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

/**
 * The body as JSON.stringify writes it. Long plain strings are put in as the bytes they are: one Chinese character beside an
 * image of 7 MB would otherwise make all of it twice as wide, and hold the process for longer than everything else together.
 */
export function writeJson(body: unknown): string | Buffer {
  if (!mayHoldImages(body)) return JSON.stringify(body)
  const mark = randomUUID()
  const long: string[] = []
  const text = JSON.stringify(body, (_name, value: unknown) => {
    if (typeof value !== 'string' || value.length < longChars || !isPlain(value)) return value
    long.push(value)
    return mark
  })
  if (long.length === 0) return text
  return Buffer.concat(
    text.split(mark).flatMap((part, at) => [
      Buffer.from(part),
      // JSON.stringify visits the values in the order in which it writes them.
      Buffer.from(long[at] ?? '', 'latin1'),
    ]),
  )
}

/** Only a message of several parts can hold more than its words. */
const mayHoldImages = (body: unknown) =>
  ((body as { messages?: { content?: unknown }[] } | undefined)?.messages ?? []).some(({ content }) =>
    Array.isArray(content),
  )

/** Piece by piece: a pattern is compiled once it has been used, and is ten times as slow before. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += longChars)
    if (!plain.test(text.slice(at, at + longChars))) return false
  return true
}
