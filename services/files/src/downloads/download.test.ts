import { hourMs } from '@lingzhi/runtime/time'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { pdf, photo, png } from '../test-files.ts'

const { app, call, stored, identity, user, clock } = await startTestApp(t)

t.test('a file comes back as it was, or any range of it, and no browser runs it', async (t) => {
  // More than one part.
  const bytes = Buffer.from('0123456789'.repeat(209_000))
  const file = await stored(bytes, '笔记 "1".txt')
  const url = `/api/v1/files/${file.id}/download`
  const whole = await call('GET', url)
  t.equal(whole.statusCode, 200)
  t.ok(whole.rawPayload.equals(bytes))
  t.match(whole.headers, {
    etag: `"${file.sha256}"`,
    'accept-ranges': 'bytes',
    'content-length': String(bytes.length),
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': /^sandbox/,
    'content-disposition': /^attachment; .*filename\*=UTF-8''%E7%AC%94/,
  })
  const middle = await call('GET', url, { headers: { range: 'bytes=2000000-2089999' } })
  t.equal(middle.statusCode, 206)
  t.equal(middle.headers['content-range'], 'bytes 2000000-2089999/2090000')
  t.ok(middle.rawPayload.equals(bytes.subarray(2_000_000)))
  const outside = await call('GET', url, { headers: { range: 'bytes=2090000-' } })
  t.equal(outside.statusCode, 416)
  t.equal(outside.headers['content-range'], 'bytes */2090000')
  t.equal((await call('GET', url, { headers: { 'if-none-match': `"${file.sha256}"` } })).statusCode, 304)
  const head = await call('HEAD', url)
  t.equal(head.headers['content-length'], String(bytes.length))
  t.equal(head.rawPayload.length, 0)
})

t.test('a link opens one file without a token, for a time, and as long as its owner may', async (t) => {
  const file = await stored(await png(30, 30))
  const link = (await call('POST', `/api/v1/files/${file.id}/link`)).json().data
  const get = (url: string) => call('GET', url, { as: null })
  t.equal((await get(link.url)).statusCode, 200)
  t.equal((await get(`/api/v1/files/${file.id}/download`)).statusCode, 401)
  const other = await stored(await png(31, 30))
  for (const forged of [link.url.replace(file.id, other.id), link.url.replace(/expires=\d/, 'expires=9')])
    t.equal((await get(forged)).json().error_code, 'LINK_NOT_VALID')
  identity.accounts.set(user.id, { status: 'disabled', role: 'user', email: null })
  t.equal((await get(link.url)).statusCode, 403)
  identity.accounts.set(user.id, { status: 'active', role: 'user', email: null })
  clock.now = new Date(Date.now() + 25 * hourMs)
  t.equal((await get(link.url)).statusCode, 403)
  clock.now = undefined
  t.equal((await call('DELETE', `/api/v1/files/${file.id}`)).statusCode, 200)
  t.equal((await get(link.url)).statusCode, 404)
})

t.test("another's file is as one that does not exist, whatever is asked of it", async (t) => {
  const file = await stored(await png(32, 30))
  const stranger = await identity.user()
  const asked = ['', '/download', '/preview', '/events'].map((path) => ['GET', path] as const)
  for (const [method, path] of [...asked, ['POST', '/link'], ['POST', '/complete'], ['DELETE', '']] as const)
    for (const id of [file.id, '00000000-0000-7000-8000-000000000000', 'no-id']) {
      const reply = await call(method, `/api/v1/files/${id}${path}`, { as: stranger })
      t.equal(reply.statusCode, 404, `${method} ${path}`)
      t.equal(reply.json().error_code, 'FILE_NOT_FOUND')
    }
  t.equal((await call('GET', `/api/v1/file/content?file_id=${file.id}`, { as: stranger })).statusCode, 404)
  t.same((await call('GET', '/api/v1/files', { as: stranger })).json().data, { files: [], next_cursor: null })
})

t.test('the text of a file is read, and one page of a PDF', async (t) => {
  const file = await stored(pdf(['First page', 'Second page']), 'paper.pdf')
  const content = (query: string) => call('GET', `/api/v1/file/content?file_id=${file.id}${query}`)
  t.match((await content('')).json().data, { file_path: 'paper.pdf', content: 'First page\fSecond page' })
  t.equal((await content('&page=2')).json().data.content, 'Second page')
  t.equal((await content('&page=3')).statusCode, 404)
  t.equal((await call('GET', `/api/v1/files/${file.id}/preview`)).json().error_code, 'VARIANT_NOT_FOUND')
  const picture = await stored(await photo(), 'photo.jpg')
  const preview = await call('GET', `/api/v1/files/${picture.id}/preview`)
  t.equal(preview.headers['content-type'], 'image/jpeg')
  t.equal(preview.headers['x-content-type-options'], 'nosniff')
})

t.test('the list has pages, newest first, and events tell the end', async (t) => {
  const reader = await identity.user()
  const ids: string[] = []
  for (let n = 0; n < 3; n++) ids.unshift((await stored(`text ${n}`, `${n}.txt`, { as: reader })).id)
  const first = (await call('GET', '/api/v1/files?limit=2', { as: reader })).json().data
  const rest = (await call('GET', `/api/v1/files?cursor=${first.next_cursor}`, { as: reader })).json().data
  t.same(
    [...first.files, ...rest.files].map(({ id }: { id: string }) => id),
    ids,
  )
  t.equal(rest.next_cursor, null)
  const base = await app.listen({ port: 0 })
  const events = await fetch(`${base}/api/v1/files/${ids[0]}/events`, { headers: reader.headers })
  t.match(await events.text(), /^event: done\nid: done\ndata: \{.*"status":"ready"/m)
  const seen = await call('GET', `/api/v1/files/${ids[0]}/events`, {
    as: reader,
    headers: { 'last-event-id': 'done' },
  })
  t.equal(seen.statusCode, 204)
})
