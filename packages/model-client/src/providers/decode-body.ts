import type { Transform } from 'node:stream'
import { pipeline, Readable } from 'node:stream'
import type { ZlibOptions } from 'node:zlib'
import * as zlib from 'node:zlib'

/** More than any answer; a small body that unpacks to more is an attack or a fault. */
const decodedBytesMax = 67_108_864
/** Enough to recognise an encoding, or the start of an answer. */
const peekedBytes = 4

// Whatever has arrived is passed on at once, because events must not wait for the next block.
const flushing: ZlibOptions = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }
const flushingBrotli = {
  flush: zlib.constants.BROTLI_OPERATION_FLUSH,
  finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
}

const gunzip = () => zlib.createGunzip(flushing)
const inflate = () => zlib.createInflate(flushing)
const decoders: Record<string, (start: Buffer) => Transform> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  // Many servers send it without the header that the name stands for.
  deflate: (start) => (isZlib(start) ? inflate() : zlib.createInflateRaw(flushing)),
  br: () => zlib.createBrotliDecompress(flushingBrotli),
  zstd: () => zlib.createZstdDecompress(),
}

const isZlib = (start: Buffer) => start[0] === 0x78 && start.readUInt16BE() % 31 === 0

/** The decoder of bytes that show their encoding themselves. No text begins with any of these. */
function shownBy(start: Buffer): (() => Transform) | undefined {
  if (start.length < peekedBytes) return undefined
  if (start[0] === 0x1f && start[1] === 0x8b) return gunzip
  if (start.readUInt32LE() === 0xfd2fb528) return () => zlib.createZstdDecompress()
  return isZlib(start) && (start[1] ?? 0) > 0x7e ? inflate : undefined
}

/** How answers and errors start: JSON, events or a page. */
const isText = (start: Buffer) =>
  start.length === 0 || /^\uFEFF?\s*([{[:<"]|data|even|id:|retr|$)/.test(start.toString())

/**
 * A body without its content encodings, which relays and CDNs add although none was asked for, with or without saying so, or
 * say although they added none. Its first read raises an error that names an encoding it does not know. To be read once;
 * ending the iteration destroys the body.
 */
export function decodeBody(body: Readable, encodings: string | null): AsyncIterable<Buffer> {
  const names = (encodings ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity')
  return { [Symbol.asyncIterator]: () => new DecodedBody(body[Symbol.asyncIterator](), names) }
}

class DecodedBody implements AsyncIterator<Buffer> {
  #bytes: AsyncIterator<Buffer>
  readonly #names: string[]
  #opened = false

  constructor(bytes: AsyncIterator<Buffer>, names: string[]) {
    this.#bytes = bytes
    this.#names = names
  }

  /** After the first call it costs nothing over reading the body itself. */
  next(): Promise<IteratorResult<Buffer>> {
    return this.#opened ? this.#bytes.next() : this.#open()
  }

  async return(): Promise<IteratorResult<Buffer>> {
    await this.#bytes.return?.()
    return { done: true, value: undefined }
  }

  async #open(): Promise<IteratorResult<Buffer>> {
    this.#opened = true
    let start = await this.#peek()
    for (const name of [...this.#names].reverse()) {
      if (isText(start)) break
      const decoder = decoders[name]
      if (!decoder) {
        await this.return()
        throw new Error(
          `the response has the content encoding ${JSON.stringify(name.slice(0, 40))}, which is not known here`,
        )
      }
      start = await this.#through(decoder(start), start)
    }
    const shown = shownBy(start)
    if (shown) start = await this.#through(shown(), start)
    return start.length > 0 ? { done: false, value: start } : this.#bytes.next()
  }

  /** The start of the body, which is all of it if it is shorter. */
  async #peek(): Promise<Buffer> {
    let start: Buffer = Buffer.alloc(0)
    do {
      const { done, value } = await this.#bytes.next()
      if (done) break
      start = start.length === 0 ? value : Buffer.concat([start, value])
    } while (start.length < peekedBytes && !isText(start))
    return start
  }

  #through(decoder: Transform, start: Buffer): Promise<Buffer> {
    const decoded: Readable = pipeline(Readable.from(withStart(start, this.#bytes)), decoder, () => {})
    decoded.pause()
    let bytes = 0
    decoded.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > decodedBytesMax) decoded.destroy(new Error('the response is too long once it is unpacked'))
    })
    this.#bytes = decoded[Symbol.asyncIterator]()
    return this.#peek()
  }
}

async function* withStart(start: Buffer, rest: AsyncIterator<Buffer>) {
  yield start
  yield* { [Symbol.asyncIterator]: () => rest }
}
