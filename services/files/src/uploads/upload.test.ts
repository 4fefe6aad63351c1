import { createHash } from 'node:crypto'
import sharp from 'sharp'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { bomb, pdf, photo, png } from '../test-files.ts'

const service = await startTestApp(t)
const { call, upload, stored, looked, user, identity, objects } = service

t.test('a file is what its content says, whatever it is called', async (t) => {
  const bytes = await photo()
  const reply = await upload(bytes, 'picture.png')
  t.equal(reply.statusCode, 201, reply.body)
  const { data } = reply.json()
  t.equal(data.status, 'processing')
  t.equal(reply.headers.location, `/api/v1/files/${data.id}`)
  t.equal(data.is_existing, false)
  const file = await looked(data.id)
  t.match(file, {
    status: 'ready',
    name: 'picture.png',
    media_type: 'image/jpeg',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    // Turned upright.
    width: 32,
    height: 64,
    scan: 'unscanned',
    has_preview: true,
    has_text: false,
  })
  t.match(await stored(await png(300, 10), 'a.exe'), { status: 'ready', media_type: 'image/png' })
  const webp = await sharp(await png(20, 20))
    .webp()
    .toBuffer()
  t.match(await stored(webp), { status: 'ready', media_type: 'image/webp', width: 20 })
  const gif = await sharp(await png(21, 20))
    .gif()
    .toBuffer()
  t.match(await stored(gif), { status: 'ready', media_type: 'image/gif', width: 21 })
  const document = await stored(pdf(['First page', 'Second page']), 'paper.pdf')
  t.match(document, { status: 'ready', media_type: 'application/pdf', pages: 2, has_text: true })
  t.match(await stored('# 标题\n\n正文', 'note.md'), {
    status: 'ready',
    media_type: 'text/markdown',
    has_text: true,
  })
  t.match(await stored('a,b\n1,2\n', 'table.CSV'), { status: 'ready', media_type: 'text/csv' })
})

t.test('what a browser would run, an office would open or a system would start is refused', async (t) => {
  const refused = {
    'page.jpg': '<!DOCTYPE html><script>alert(1)</script>',
    'page.txt': '\ufeff  <!-- a comment --> <html><body>',
    'drawing.png': '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    'drawing.xml': '<?xml version="1.0"?><svg/>',
    'run.txt': '#!/bin/sh\nrm -rf /',
    'program.exe': Buffer.from('4d5a90000300000004000000ffff0000', 'hex'),
    'program.pdf': Buffer.from('7f454c4602010100000000000000000002003e00', 'hex'),
    'paper.docx': Buffer.from('504b030414000600080000002100', 'hex'),
    'old.doc': Buffer.from('d0cf11e0a1b11ae10000000000000000', 'hex'),
    'gbk.txt': Buffer.from('c4e3bac3', 'hex'),
    empty: '',
  }
  const before = await objects()
  for (const [name, bytes] of Object.entries(refused)) {
    const reply = await upload(Buffer.from(bytes), name)
    t.equal(reply.statusCode, 415, name)
    t.equal(reply.json().error_code, 'UNSUPPORTED_FILE', name)
  }
  t.same(await objects(), before)
  // Only a decoder shows that this is no picture.
  const damaged = await stored((await png(60, 60)).subarray(0, 90), 'damaged.png')
  t.match(damaged, { status: 'rejected', reason: 'FILE_UNREADABLE' })
  t.type(damaged.reason_text, 'string')
})

t.test('a picture that decodes to more than anybody needs is refused before a decoder sees it', async (t) => {
  const bytes = bomb(14_000, 14_000)
  t.ok(bytes.length < 1_200_000)
  const [before, startedAt] = [process.memoryUsage().rss, performance.now()]
  const reply = await upload(bytes, 'bomb.png')
  t.equal(reply.statusCode, 413)
  t.equal(reply.json().error_code, 'IMAGE_TOO_LARGE')
  t.ok(performance.now() - startedAt < 2_000)
  t.ok(process.memoryUsage().rss - before < 60 * 1024 ** 2)
  t.equal((await upload(bomb(12_001, 10))).json().error_code, 'IMAGE_TOO_LARGE')
})

t.test('the same bytes again are the same file, for their owner alone', async (t) => {
  const bytes = await png(77, 7)
  const first = (await upload(bytes, 'one')).json().data
  const again = (await upload(bytes, 'two')).json().data
  t.match(again, { id: first.id, is_existing: true, name: 'one' })
  await looked(first.id)
  const other = await identity.user()
  const theirs = (await upload(bytes, 'three', { as: other })).json().data
  t.not(theirs.id, first.id)
  t.equal(theirs.is_existing, false)
  const together = await Promise.all(Array.from({ length: 6 }, () => upload('the same at once', 'x.txt')))
  t.equal(new Set(together.map((one) => one.json().data.id)).size, 1)
  t.equal(together.filter((one) => !one.json().data.is_existing).length, 1)
})

t.test('a file comes in JSON too, and under the former addresses', async (t) => {
  const data = Buffer.from('text in base64').toString('base64')
  const body = { name: 'C:\\folder\\note.txt', type: 'text/plain', data }
  const reply = await call('POST', '/api/v1/files/upload-for-ai', { body })
  t.equal(reply.statusCode, 201, reply.body)
  const file = reply.json().data
  t.equal(file.name, 'note.txt')
  t.equal(file.ai_accessible_url, `/api/v1/files/${file.id}/download`)
  t.match(await looked(file.id), { status: 'ready', media_type: 'text/plain' })
  const url = { name: 'p', data: `data:image/png;base64,${(await png(9, 9)).toString('base64')}` }
  const image = await call('POST', '/api/v1/files/upload-image-for-learning', { body: url })
  t.match(await looked(image.json().data.id), { status: 'ready', media_type: 'image/png' })
  for (const bad of [{}, { data: '' }, { data: '***' }, { data: 5 }, { data, name: {} }]) {
    const refused = await call('POST', '/api/v1/files/upload', { body: bad })
    t.equal(refused.statusCode, 400, JSON.stringify(bad))
    t.equal(refused.json().error_code, 'VALIDATION_ERROR')
  }
})

t.test('a body that is none, or is cut, is refused and leaves nothing', async (t) => {
  const before = await objects()
  const form = 'multipart/form-data; boundary=x'
  const post = (payload: string, type: string) =>
    service.app.inject({
      method: 'POST',
      url: '/api/v1/files/upload',
      headers: { ...user.headers, 'content-type': type },
      payload,
    })
  t.equal(
    (await post('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n', form)).statusCode,
    400,
  )
  const cut = `--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n${'text '.repeat(40_000)}`
  t.equal((await post(cut, form)).statusCode, 400)
  t.equal((await post('{', 'application/json')).statusCode, 400)
  t.equal((await post('text', 'text/plain')).statusCode, 415)
  t.same(await objects(), before)
  t.equal((await call('POST', '/api/v1/files/upload', { as: null, body: {} })).statusCode, 401)
})

t.test('text has 2 MB at most, and pictures 10', async (t) => {
  const before = await objects()
  t.equal((await upload(Buffer.alloc(2 * 1024 ** 2 + 1, 'a'))).json().error_code, 'FILE_TOO_LARGE')
  const image = Buffer.concat([await png(8, 8), Buffer.alloc(10 * 1024 ** 2)])
  t.equal((await upload(image)).json().error_code, 'FILE_TOO_LARGE')
  t.same(await objects(), before)
  const large = await stored(Buffer.alloc(2 * 1024 ** 2, 'a'), 'large.txt')
  t.match(large, { status: 'ready', bytes: 2 * 1024 ** 2 })
})
