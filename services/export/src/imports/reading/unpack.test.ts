import { buffer } from 'node:stream/consumers'
import { deflateRawSync } from 'node:zlib'
import t from 'tap'
import { ZipFile } from 'yazl'
import { ImportFault } from './fault.ts'
import type { Upload } from './open-upload.ts'
import { documentsIn } from './unpack.ts'

const limits = { unpackedMaxBytes: 300 * 1024 ** 2 }

function uploadOf(bytes: Buffer): Upload {
  return {
    bytes: bytes.length,
    async *read(from = 0, to = bytes.length) {
      for (let at = from; at < to; at += 1_000) yield bytes.subarray(at, Math.min(at + 1_000, to))
    },
  }
}

async function zipOf(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}

const refusal = async (bytes: Buffer): Promise<string> => {
  try {
    for (const { open } of await documentsIn(uploadOf(bytes), limits)) for await (const _ of open());
  } catch (err) {
    if (err instanceof ImportFault) return err.reason.code
    throw err
  }
  return 'none'
}

t.test('of an archive only the conversations are read, wherever they stand in it', async (t) => {
  const archive = await zipOf({
    'chat.html': '<html>',
    'user.json': '{}',
    'a/conversations-001.json': '[2]',
    'a/conversations-000.json': '[1]',
    'image.png': Buffer.alloc(5_000, 1),
  })
  const documents = await documentsIn(uploadOf(archive), limits)
  t.same(
    documents.map(({ name }) => name),
    ['a/conversations-000.json', 'a/conversations-001.json'],
  )
  const [first] = documents
  const chunks: Buffer[] = []
  for await (const chunk of first!.open()) chunks.push(chunk)
  t.equal(Buffer.concat(chunks).toString(), '[1]')
  // Once more, as an import reads a file twice.
  for await (const chunk of first!.open()) t.equal(chunk.toString(), '[1]')
})

t.test('an archive that is empty, cut, damaged or a bomb is refused with its reason', async (t) => {
  t.equal(await refusal(await zipOf({ 'image.png': 'x' })), 'NOTHING_IN_ARCHIVE')
  const archive = await zipOf({
    'conversations.json': JSON.stringify(Array.from({ length: 500 }, (_, n) => n)),
  })
  t.equal(await refusal(archive.subarray(0, archive.length - 30)), 'DAMAGED')
  const damaged = Buffer.from(archive)
  damaged.fill(7, 60, 90)
  t.equal(await refusal(damaged), 'DAMAGED')
  t.equal(
    await refusal(await zipOf({ 'conversations.json': Buffer.alloc(64 * 1024 ** 2, '[') })),
    'UNPACKS_TO_TOO_MUCH',
  )
})

t.test('an archive whose table lies about a size is refused when the file is longer', async (t) => {
  const content = Buffer.alloc(100_000, '[')
  const honest = await zipOf({ 'conversations.json': content })
  const lying = Buffer.from(honest)
  const table = lying.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  lying.writeUInt32LE(10, table + 24)
  t.ok(deflateRawSync(content).length < 1_000)
  t.equal(await refusal(lying), 'DAMAGED')
})
