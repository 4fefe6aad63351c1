import type { Readable } from 'node:stream'
import type { Entry } from 'yauzl'
import yauzl from 'yauzl'
import { fileBytesMax, invalid, SkillTooLarge } from './read-skill-file.ts'

export const archiveBytesMax = 5 * 1024 * 1024
const entriesMax = 200
const ratioMax = 100
/** Of all files together. */
const unpackedBytesMax = 20 * 1024 * 1024
const symbolicLink = 0o120000

/**
 * The SKILL.md of an archive, at its top or in its only folder. The whole archive is looked at first: no links, no paths that lead out,
 * no archive inside, bounded numbers and sizes; what is refused is refused whole. Raises SKILL_INVALID, and SKILL_TOO_LARGE.
 */
export async function readSkillArchive(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > archiveBytesMax) throw SkillTooLarge()
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true }).catch(damaged)
  if (zip.entryCount > entriesMax) throw SkillTooLarge()
  const entries: Entry[] = []
  try {
    // yauzl itself refuses absolute paths, `..` and sizes that do not agree.
    for await (const entry of zip.eachEntry()) entries.push(entry)
  } catch (err) {
    damaged(err)
  }
  if (entries.length > entriesMax) throw SkillTooLarge()
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
  if (total > unpackedBytesMax || total > ratioMax * bytes.length) throw SkillTooLarge()
  for (const entry of entries) assertHarmless(entry)
  const found = entries
    .filter(({ fileName }) => /^([^/]+\/)?SKILL\.md$/.test(fileName))
    .toSorted((one, other) => one.fileName.length - other.fileName.length)
  const [skill, another] = found
  if (!skill) throw invalid('压缩包中没有 SKILL.md', 'the archive holds no SKILL.md')
  if (another && another.fileName.length === skill.fileName.length)
    throw invalid('压缩包中有多个 SKILL.md', 'the archive holds several SKILL.md')
  if (skill.uncompressedSize > fileBytesMax) throw SkillTooLarge()
  const stream = await zip.openReadStreamPromise(skill).catch(damaged)
  return readAll(stream)
}

function assertHarmless({ fileName, externalFileAttributes, isEncrypted }: Entry): void {
  if (isEncrypted?.()) throw invalid('压缩包已加密', 'the archive is encrypted')
  if (((externalFileAttributes >>> 16) & 0o170000) === symbolicLink)
    throw invalid('压缩包中有链接', 'the archive holds a link')
  if (/\.(zip|tar|t?gz|7z|rar|jar)$/i.test(fileName))
    throw invalid('压缩包中还有压缩包', 'the archive holds another archive')
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of stream) {
      length += (chunk as Buffer).length
      if (length > fileBytesMax) throw SkillTooLarge()
      chunks.push(chunk as Buffer)
    }
  } catch (err) {
    damaged(err)
  } finally {
    stream.destroy()
  }
  return Buffer.concat(chunks)
}

/** yauzl's own errors are plain ones. */
function damaged(err: unknown): never {
  throw err instanceof Error && err.constructor === Error
    ? invalid('压缩包已损坏或含有不允许的路径', 'the archive is damaged, or has paths that are not allowed')
    : err
}
