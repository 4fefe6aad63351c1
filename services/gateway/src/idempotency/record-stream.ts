import type { Readable } from 'node:stream'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** What is looked at to tell a stream that ends with an error: longer than any error we send. */
const tailChars = 8_192
const failed = /(?:^|\n)(?:event: ?error|data: ?\{"error")/

export interface Recording {
  /** The same stream, for the reader; who destroys it ends neither the source nor the recording. */
  copy: Readable
  /** All of it, packed with gzip; undefined when it broke off or ended with an error, `tooLong` above the bound. Never rejects. */
  packed: Promise<Buffer | 'tooLong' | undefined>
}

/** Records a stream of events while it is read, at its reader's pace, and to the end when the reader leaves. */
export function recordStream(source: Readable, packedMaxBytes: number): Recording {
  const copy = new PassThrough()
  copy.on('error', () => {})
  return { copy, packed: record(source, copy, packedMaxBytes).catch(() => undefined) }
}

async function record(source: Readable, copy: PassThrough, packedMaxBytes: number) {
  const zip = createGzip()
  const packed: Buffer[] = []
  let bytes = 0
  let tail = ''
  zip.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes <= packedMaxBytes) packed.push(part)
  })
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      tail = (tail + chunk.toString('latin1')).slice(-tailChars)
      if (bytes <= packedMaxBytes) zip.write(chunk)
      if (!copy.destroyed && !copy.write(chunk)) await writable(copy)
    }
    copy.end()
    zip.end()
    await finished(zip)
  } catch (err) {
    copy.destroy(err as Error)
    zip.destroy()
    return undefined
  }
  if (failed.test(tail.trimEnd().split('\n\n').at(-1) ?? '')) return undefined
  return bytes <= packedMaxBytes ? Buffer.concat(packed) : ('tooLong' as const)
}

const writable = (copy: PassThrough) =>
  new Promise<void>((resolve) => {
    const done = () => {
      copy.off('drain', done).off('close', done)
      resolve()
    }
    copy.once('drain', done).once('close', done)
  })
