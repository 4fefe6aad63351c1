import { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { ImportFault } from './fault.ts'
import type { Upload } from './open-upload.ts'
import type { Document, UnpackLimits } from './unpacked.ts'
import { bounded, faultOf } from './unpacked.ts'
import { zipDocuments } from './zip.ts'

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
