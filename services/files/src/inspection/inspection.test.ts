import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { requestBytes } from '@lingzhi/bus/request-bytes'
import { ReadFile } from '@lingzhi/contracts/files'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import sharp from 'sharp'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { bomb, pdf, photo, png, scan } from '../test-files.ts'
import { runInspector } from './run-inspector.ts'

const never = new AbortController().signal
const bounds = { FILES_INSPECT_MAX_MS: 10_000, FILES_INSPECT_MAX_MB: 512 }

t.test(
  'where a picture was taken is in no variant of it, and what a model gets is small and upright',
  async (t) => {
    const bytes = await photo(2_400, 1_200)
    t.ok((await sharp(bytes).metadata()).exif, 'the picture has a position to begin with')
    const finding = await runInspector(bounds, 'image/jpeg', bytes, never)
    t.match(finding, { width: 1_200, height: 2_400, pages: null })
    if (!('variants' in finding)) throw new Error('refused')
    t.same(
      finding.variants.map(({ kind }) => kind),
      ['model-image', 'preview'],
    )
    for (const { bytes: variant } of finding.variants) {
      const { exif, orientation, format } = await sharp(variant).metadata()
      t.same({ exif, orientation, format }, { exif: undefined, orientation: undefined, format: 'jpeg' })
      t.notOk(variant.includes('a name that nobody should read'))
    }
    t.match(await sharp(finding.variants[0]?.bytes).metadata(), { width: 784, height: 1_568 })
  },
)

t.test(
  'a picture that only pretends its size, a damaged one and other formats are refused by the decoder too',
  async (t) => {
    t.same(await runInspector(bounds, 'image/png', bomb(7_000, 7_000), never), { refused: 'FILE_UNREADABLE' })
    const whole = await png(400, 400)
    t.same(await runInspector(bounds, 'image/png', whole.subarray(0, 200), never), {
      refused: 'FILE_UNREADABLE',
    })
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    t.same(await runInspector(bounds, 'image/png', svg, never), { refused: 'FILE_UNREADABLE' })
    t.same(await runInspector(bounds, 'image/jpeg', whole, never), { refused: 'UNSUPPORTED_FILE' })
  },
)

t.test('a PDF has 100 pages at most, and a damaged one is refused', async (t) => {
  const pages = (count: number) => pdf(Array.from({ length: count }, () => ''))
  t.match(await runInspector(bounds, 'application/pdf', pages(100), never), { pages: 100, variants: [] })
  t.same(await runInspector(bounds, 'application/pdf', pages(101), never), { refused: 'TOO_MANY_PAGES' })
  const damaged = Buffer.from('%PDF-1.4\nnothing that follows is one')
  t.same(await runInspector(bounds, 'application/pdf', damaged, never), { refused: 'FILE_UNREADABLE' })
})

t.test('of a scanned PDF a model gets the pictures of its first five pages', async (t) => {
  const page = await sharp(await png(2_000, 1_000))
    .jpeg()
    .toBuffer()
  const finding = await runInspector(bounds, 'application/pdf', scan(page, 2_000, 1_000, 7), never)
  t.match(finding, { pages: 7, variants: Array.from({ length: 5 }, () => ({ kind: 'model-image' })) })
  if (!('variants' in finding)) throw new Error('refused')
  t.equal(finding.variants.length, 5)
  t.match(await sharp(finding.variants[4]?.bytes).metadata(), { width: 1_568, height: 784, format: 'jpeg' })

  const vast = scan(page, 12_001, 1_000, 1)
  t.match(await runInspector(bounds, 'application/pdf', vast, never), { pages: 1 })
})

t.test('a decoder that takes too long or too much memory is ended', async (t) => {
  const large = bomb(6_000, 6_000)
  const slow = { ...bounds, FILES_INSPECT_MAX_MS: 1 }
  t.same(await runInspector(slow, 'image/png', large, never), { refused: 'FILE_UNREADABLE' })
  // Less than the program itself takes: it never comes as far as reading, which is not the file's fault.
  const narrow = { ...bounds, FILES_INSPECT_MAX_MB: 20 }
  await t.rejects(runInspector(narrow, 'image/png', large, never), /does not work here/)
})

t.test(
  'a worker that dies while it looks at a file loses it to another, and the file is looked at once',
  async (t) => {
    const { upload, looked, work, db } = await startTestApp(t, { worker: false })
    const { id } = (await upload(await png(50, 50))).json().data
    // As a process leaves it that was killed in the middle: held, with a variant announced and no sign of life since.
    const dead = newId()
    await db
      .updateTable('files')
      .set({ run: dead, seen_at: new Date(Date.now() - 60_000), attempts: 1 })
      .where('id', '=', id)
      .execute()
    const half = { object: `file/${id}/half`, file_id: id, seq: 0, bytes: 1, sha256: '', run: dead }
    await db
      .insertInto('file_objects')
      .values({ ...half, kind: 'preview' })
      .execute()
    await work()
    t.match(await looked(id), { status: 'ready', has_preview: true })
    const rows = await db.selectFrom('file_objects').selectAll().where('file_id', '=', id).execute()
    t.equal(rows.filter(({ kind }) => kind === 'preview').length, 1)
    t.notOk(rows.some(({ run }) => run === dead))
  },
)

t.test(
  'a virus scanner sees every file first; while it is away nobody is told that a file is clean',
  async (t) => {
    // As clamd(8) speaks: INSTREAM, chunks with their lengths, and a sentence.
    const seen: Buffer[] = []
    const clamd = createServer((socket) => {
      const pieces: Buffer[] = []
      socket.on('error', () => {})
      socket.on('data', (piece) => {
        pieces.push(piece)
        const all = Buffer.concat(pieces)
        const command = 'zINSTREAM\0'
        let at = command.length
        const chunks: Buffer[] = []
        while (at + 4 <= all.length) {
          const length = all.readUInt32BE(at)
          if (length === 0) {
            const body = Buffer.concat(chunks)
            seen.push(body)
            const found = body.includes('EICAR-STANDARD-ANTIVIRUS-TEST-FILE')
            return socket.end(found ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
          }
          if (at + 4 + length > all.length) return
          chunks.push(all.subarray(at + 4, at + 4 + length))
          at += 4 + length
        }
      })
    })
    await new Promise<void>((resolve) => clamd.listen(0, '127.0.0.1', resolve))
    const { port } = clamd.address() as AddressInfo
    t.teardown(() => clamd.close())
    const { stored, upload, show, objects, db } = await startTestApp(t, {
      FILES_CLAMD_URL: `tcp://127.0.0.1:${port}`,
    })
    const bytes = Buffer.from('harmless '.repeat(30_000))
    t.match(await stored(bytes, 'a.txt'), { status: 'ready', scan: 'clean' })
    t.ok(seen[0]?.equals(bytes), 'the scanner has seen every byte')
    const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'
    const file = await stored(eicar, 'eicar.txt')
    t.match(file, { status: 'rejected', reason: 'FILE_INFECTED', scan: 'infected' })
    await eventually(async () => !(await objects()).some((name) => name.includes(file.id)))
    await new Promise((resolve) => clamd.close(resolve))
    const waiting = (await upload('while it is away', 'b.txt')).json().data
    await eventually(async () => {
      const row = await db
        .selectFrom('files')
        .select('attempts')
        .where('id', '=', waiting.id)
        .executeTakeFirst()
      return (row?.attempts ?? 0) >= 1
    })
    t.match(await show(waiting.id), { status: 'processing', scan: 'unscanned' })
  },
)

t.test('other services get the bytes that they ask for, of the user they name', async (t) => {
  const { bus, stored, user, identity } = await startTestApp(t)
  const original = await photo(1_700, 900)
  const { id: file_id } = await stored(original, 'photo.jpg')
  const read = async (variant: 'original' | 'model-image' | 'text', user_id = user.id) => {
    const { result, pieces } = await requestBytes(bus, ReadFile, { user_id, file_id, variant })
    return { ...result, body: Buffer.concat(pieces) }
  }
  t.ok((await read('original')).body.equals(original))
  const model = await read('model-image')
  t.equal(model.media_type, 'image/jpeg')
  t.match(await sharp(model.body).metadata(), { height: 1_568, format: 'jpeg' })
  await t.rejects(read('text'), { code: 'VARIANT_NOT_FOUND' })
  await t.rejects(read('original', (await identity.user()).id), { code: 'FILE_NOT_FOUND' })
})
