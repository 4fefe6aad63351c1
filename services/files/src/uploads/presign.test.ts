import { createHash } from 'node:crypto'
import t from 'tap'
import { compareObjects } from '../removal/compare-objects.ts'
import { startTestApp } from '../test-app.ts'
import { png } from '../test-files.ts'
import { startTestS3 } from '../test-s3.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

t.test('with a bucket the bytes go to the store itself, and only those that were announced', async (t) => {
  const s3 = await startTestS3(t)
  const { call, looked, db, deps } = await startTestApp(t, s3.settings)
  const presign = async (bytes: Buffer) => {
    const body = { name: 'photo.png', bytes: bytes.length, sha256: sha256(bytes) }
    return (await call('POST', '/api/v1/files/presign', { body })).json().data
  }
  const put = ({ url, headers }: { url: string; headers: Record<string, string> }, bytes: Buffer) =>
    fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })
  const complete = (id: string) => call('POST', `/api/v1/files/${id}/complete`)

  const bytes = await png(60, 40)
  const announced = await presign(bytes)
  t.equal((await complete(announced.id)).json().error_code, 'FILE_DIFFERS', 'nothing was sent yet')
  const other = Buffer.from(bytes.toReversed())
  t.equal((await put(announced, other)).status, 400)
  t.equal((await put(announced, bytes)).status, 200)
  const completed = await complete(announced.id)
  t.equal(completed.statusCode, 200, completed.body)
  t.match(await looked(announced.id), { status: 'ready', media_type: 'image/png', sha256: sha256(bytes) })
  t.equal((await complete(announced.id)).json().error_code, 'FILE_NOT_UPLOADING')
  const download = await call('GET', `/api/v1/files/${announced.id}/download`)
  t.ok(download.rawPayload.equals(bytes))
  t.match(await presign(bytes), { id: announced.id, is_existing: true, url: null })

  // A store that took other bytes all the same is not believed.
  const second = await png(61, 40)
  const forged = await presign(second)
  const [name] = (await db
    .selectFrom('file_objects')
    .select('object')
    .where('file_id', '=', forged.id)
    .execute())!
  s3.objects.set(name!.object, { bytes: Buffer.from('something else'), at: new Date() })
  t.equal((await complete(forged.id)).json().error_code, 'FILE_DIFFERS')
  t.notOk(s3.objects.has(name!.object))
  const page = Buffer.from('<html><script>alert(1)</script>')
  const html = await presign(page)
  await put(html, page)
  t.equal((await complete(html.id)).json().error_code, 'UNSUPPORTED_FILE')
  t.match(await db.selectFrom('quota').select('files').execute(), [{ files: 1 }])
  t.same(await compareObjects(deps), { orphans: [], missing: [] }, 'every page of the list is read')
})

t.test('without a bucket there is no such address', async (t) => {
  const { call } = await startTestApp(t, { worker: false })
  const body = { name: 'a', bytes: 1, sha256: '0'.repeat(64) }
  t.equal((await call('POST', '/api/v1/files/presign', { body })).json().error_code, 'PRESIGN_NOT_AVAILABLE')
  for (const bad of [
    { ...body, bytes: 0 },
    { ...body, sha256: 'x' },
    { ...body, name: ' ' },
  ])
    t.equal((await call('POST', '/api/v1/files/presign', { body: bad })).statusCode, 400)
})
