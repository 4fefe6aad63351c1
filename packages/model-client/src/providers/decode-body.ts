import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream'
import type { ZlibOptions } from 'node:zlib'
import * as zlib from 'node:zlib'

/** More than any answer; a small body that unpacks to more is an attack or a fault. */
const decodedBytesMax = 67_108_864

// Whatever has arrived is passed on at once, because events must not wait for the next block.
const flushing: ZlibOptions = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }
const flushingBrotli = {
  flush: zlib.constants.BROTLI_OPERATION_FLUSH,
  finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
}

const decoders: Record<string, () => Transform> = {
  gzip: () => zlib.createGunzip(flushing),
  'x-gzip': () => zlib.createGunzip(flushing),
  deflate: () => zlib.createInflate(flushing),
  br: () => zlib.createBrotliDecompress(flushingBrotli),
  zstd: () => zlib.createZstdDecompress(),
}

/**
 * A body without its content encodings, which relays and CDNs add although none was asked for; the body itself if it has
 * none. Raises an error that names an encoding it does not know. Destroying the result destroys the body.
 */
export function decodeBody(body: Readable, encodings: string | null): Readable {
  const names = (encodings ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity')
  if (names.length === 0) return body
  const unknown = names.find((name) => !Object.hasOwn(decoders, name))
  if (unknown !== undefined) {
    body.on('error', () => {}).destroy()
    throw new Error(
      `the response has the content encoding ${JSON.stringify(unknown.slice(0, 40))}, which is not known here`,
    )
  }
  let decoded = body
  for (const name of names.reverse()) {
    const decoder = decoders[name]?.()
    if (decoder) decoded = pipeline(decoded, decoder, () => {}) as unknown as Readable
  }
  decoded.pause()
  let bytes = 0
  decoded.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > decodedBytesMax) decoded.destroy(new Error('the response is too long once it is unpacked'))
  })
  return decoded
}
