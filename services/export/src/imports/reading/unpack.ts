import { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { ImportFault } from './fault.ts'
import type { Upload } from './open-upload.ts'
import { zipDocuments } from './zip.ts'

/** A file as it was before it was packed; one of several in a zip. */
export interface Document {
  name: string
  open: () => AsyncGenerator<Buffer>
}

export interface UnpackLimits {
  /** Most bytes that everything in a file may unpack to. */
  unpackedMaxBytes: number
}

/** JSON packs to a tenth or a twentieth; what unpacks to so much more, and to more than this, is no honest file. */
const ratioMax = 400
const ratioFreeBytes = 32 * 1024 ** 2

export const bomb = () =>
  new ImportFault('UNPACKS_TO_TOO_MUCH', {
    zh: '压缩文件解开后过大，已拒绝',
    en: 'The packed file unpacks to far too much.',
  })

export const damaged = () =>
  new ImportFault('DAMAGED', { zh: '压缩文件已损坏', en: 'The packed file is damaged.' })

/** What a file holds: told by its first bytes, not by its name. Raises ImportFault. */
export async function documentsIn(upload: Upload, limits: UnpackLimits): Promise<Document[]> {
  const head = await firstBytes(upload)
  if (head.length === 0) throw new ImportFault('EMPTY', { zh: '文件是空的', en: 'The file is empty.' })
  if (head.readUInt32BE(0) === 0x504b0304 || head.readUInt32BE(0) === 0x504b0506)
    return zipDocuments(upload, limits)
  const unpack =
    head.readUInt16BE(0) === 0x1f8b ? gunzip : head.readUInt32LE(0) === 0xfd2fb528 ? unzstd : undefined
  const open = () => (unpack ? bounded(unpack(upload.read()), upload.bytes, limits) : upload.read())
  return [{ name: '', open }]
}

async function firstBytes(upload: Upload): Promise<Buffer> {
  const head = Buffer.alloc(4)
  let length = 0
  for await (const chunk of upload.read(0, Math.min(4, upload.bytes))) length += chunk.copy(head, length)
  return length === 0 ? Buffer.alloc(0) : head
}

/** Passes bytes on as long as they are in proportion to what they were packed in. */
export async function* bounded(
  chunks: AsyncIterable<Buffer>,
  packedBytes: number,
  { unpackedMaxBytes }: UnpackLimits,
): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > unpackedMaxBytes || (bytes > ratioFreeBytes && bytes > packedBytes * ratioMax)) throw bomb()
    yield chunk
  }
}

const chunkSize = 64 * 1024

async function* gunzip(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const source = Readable.from(packed, { objectMode: false, highWaterMark: chunkSize })
  const unpacked = createGunzip({ chunkSize })
  source.once('error', (err) => unpacked.destroy(err))
  try {
    for await (const chunk of source.pipe(unpacked)) yield chunk
  } catch (err) {
    throw faultOf(err)
  } finally {
    source.destroy()
    unpacked.destroy()
  }
}

/** Frame by frame, as our own exports have many: a decoder stops behind the first that ends within what it was given. */
async function* unzstd(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let next = await packed.next()
  while (!next.done) {
    const decoder = createZstdDecompress({ chunkSize })
    const ended = new Promise<void>((resolve) => void decoder.once('close', resolve))
    let given = 0
    const feed = async () => {
      while (!next.done && !decoder.readableEnded && !decoder.destroyed) {
        const chunk: Buffer = next.value
        given += chunk.length
        const taken = new Promise<void>((resolve) => void decoder.write(chunk, () => resolve()))
        await Promise.race([taken, ended])
        const left = given - decoder.bytesWritten
        if (left > 0) {
          next = { done: false, value: chunk.subarray(chunk.length - left) }
          return
        }
        next = await packed.next()
      }
      if (!decoder.destroyed) decoder.end()
    }
    const feeding = feed()
    try {
      for await (const chunk of decoder) yield chunk as Buffer
      await feeding
    } catch (err) {
      throw faultOf(err)
    } finally {
      decoder.destroy()
      feeding.catch(() => {})
    }
  }
}

/** What zlib says of a file that is not what it seemed to be; a store that is away stays what it is. */
export function faultOf(err: unknown): unknown {
  const code = (err as { code?: unknown } | null)?.code
  if (code === 'Z_BUF_ERROR')
    return new ImportFault('CUT_OFF', {
      zh: '压缩文件不完整：在中途结束',
      en: 'The packed file is not whole: it ends in the middle.',
    })
  if (typeof code === 'string' && (code.startsWith('Z_') || code.startsWith('ZSTD_'))) return damaged()
  return err
}
