import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'

/** Longest line: a message of eight million characters, each written as \uXXXX, is shorter. */
const lineMaxBytes = 64 * 1024 ** 2
const lineFeed = 0x0a

/**
 * The JSON values of a stream that has one a line. What stands behind the last line feed is half of one, as of a writer that was
 * killed, and is left out. Throws for a line that is no JSON, or longer than 64 MiB.
 */
export async function* readJsonLines(stream: Readable): AsyncGenerator<unknown> {
  let pieces: Buffer[] = []
  let held = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      pieces.push(chunk.subarray(start, end))
      const line = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
      yield JSON.parse(line.toString())
      pieces = []
      held = 0
      start = end + 1
    }
    if (start === chunk.length) continue
    pieces.push(chunk.subarray(start))
    held += chunk.length - start
    if (held > lineMaxBytes) throw new Error('a line is longer than 64 MiB')
  }
}

/** Writes a value as a line; resolves when the stream takes more. Rejects once it has broken. */
export async function writeJsonLine(stream: Writable, value: unknown): Promise<void> {
  if (stream.destroyed || stream.errored) throw stream.errored ?? new Error('the stream is closed')
  if (stream.write(`${JSON.stringify(value)}\n`)) return
  const settled = new AbortController()
  const { signal } = settled
  try {
    await Promise.race([
      once(stream, 'drain', { signal }),
      once(stream, 'close', { signal }).then(() => {
        throw new Error('the stream is closed')
      }),
    ])
  } finally {
    settled.abort()
  }
}
