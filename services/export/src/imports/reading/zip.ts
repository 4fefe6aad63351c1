import { Readable } from 'node:stream'
import type { Entry, ZipFile } from 'yauzl'
import yauzl from 'yauzl'
import { ImportFault } from './fault.ts'
import type { Upload } from './open-upload.ts'
import type { Document, UnpackLimits } from './unpacked.ts'
import { bounded, damaged, faultOf } from './unpacked.ts'

/** Files in one archive; ChatGPT's hold a person's images as well. */
const entriesMax = 20_000

const isText = /\.(json|jsonl|ndjson)$/i
/** What macOS adds for itself, a file for each. */
const isOfMac = /(^|\/)(__MACOSX\/|\._)/
/** ChatGPT and Claude call it this, in several pieces where there is much; then nothing else in the archive is one. */
const isConversations = /(^|\/)conversations([-_ ]?\d+)?\.json$/i

/** The documents of an archive that may hold conversations, by its table of contents. Raises ImportFault. */
export async function zipDocuments(upload: Upload, limits: UnpackLimits): Promise<Document[]> {
  const zip = await openZip(upload)
  const entries: Entry[] = []
  let unpackedBytes = 0
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= entriesMax) throw tooMany()
      if (!isText.test(entry.fileName) || isOfMac.test(entry.fileName)) continue
      unpackedBytes += entry.uncompressedSize
      entries.push(entry)
    }
  } catch (err) {
    throw err instanceof ImportFault ? err : damaged()
  }
  const named = entries.filter(({ fileName }) => isConversations.test(fileName))
  const chosen = (named.length > 0 ? named : entries).toSorted((one, other) =>
    one.fileName < other.fileName ? -1 : 1,
  )
  if (chosen.length === 0)
    throw new ImportFault('NOTHING_IN_ARCHIVE', {
      zh: '压缩包中没有对话文件',
      en: 'The archive holds no file of conversations.',
    })
  if (chosen.some((entry) => entry.isEncrypted()))
    throw new ImportFault('ENCRYPTED', {
      zh: '压缩包已加密，请先解密',
      en: 'The archive is encrypted. Decrypt it first.',
    })
  const share = Math.max(1, unpackedBytes / limits.unpackedMaxBytes)
  if (share > 1) throw damagedBySize()
  return chosen.map((entry) => ({
    name: entry.fileName,
    named: named.length > 0,
    open: () => readEntry(zip, entry, limits),
  }))
}

async function openZip(upload: Upload): Promise<ZipFile> {
  class Parts extends yauzl.RandomAccessReader {
    override _readStreamForRange(start: number, end: number) {
      return Readable.from(upload.read(start, end), { objectMode: false })
    }
  }
  try {
    return await yauzl.fromRandomAccessReaderPromise(new Parts(), upload.bytes, { autoClose: false })
  } catch {
    throw damaged()
  }
}

async function* readEntry(zip: ZipFile, entry: Entry, limits: UnpackLimits): AsyncGenerator<Buffer> {
  const stream = await zip.openReadStreamPromise(entry).catch(() => {
    throw damaged()
  })
  try {
    yield* bounded(stream, entry.compressedSize, limits)
  } catch (err) {
    const fault = faultOf(err)
    // yauzl's own errors, of sizes and checksums that do not agree, are plain ones.
    throw fault instanceof Error && fault.constructor === Error ? damaged() : fault
  } finally {
    stream.destroy()
  }
}

const tooMany = () =>
  new ImportFault('TOO_MANY_FILES', {
    zh: '压缩包中的文件过多',
    en: 'The archive holds too many files.',
  })

const damagedBySize = () =>
  new ImportFault('UNPACKS_TO_TOO_MUCH', {
    zh: '压缩文件解开后过大，已拒绝',
    en: 'The packed file unpacks to far too much.',
  })
