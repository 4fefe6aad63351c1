import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { png } from '../test-files.ts'

const kilobyte = (n: number) => Buffer.from(String(n).padStart(1_000, 'x'))

t.test('uploads at once get exactly the room that there is, in bytes', async (t) => {
  const { upload, call, objects, db } = await startTestApp(t, { FILES_QUOTA_BYTES: 10_000, worker: false })
  const replies = await Promise.all(Array.from({ length: 20 }, (_, n) => upload(kilobyte(n), `${n}.txt`)))
  t.equal(replies.filter(({ statusCode }) => statusCode === 201).length, 10)
  const refused = replies.filter(({ statusCode }) => statusCode === 413)
  t.equal(refused.length, 10)
  t.match(refused[0]?.json(), { error_code: 'QUOTA_EXCEEDED', quota: { bytes_max: 10_000 } })
  t.equal((await objects()).length, 10)
  const summary = (await call('GET', '/api/v1/files/stats/summary')).json().data
  t.match(summary, { total_files: 10, total_bytes: 10_000, quota: { bytes_left: 0 } })
  // What is removed makes room, once.
  const [gone] = replies.filter(({ statusCode }) => statusCode === 201)
  const url = `/api/v1/files/${gone?.json().data.id}`
  const removals = await Promise.all([call('DELETE', url), call('DELETE', url)])
  t.ok(removals.some(({ statusCode }) => statusCode === 200))
  t.match(await db.selectFrom('quota').selectAll().execute(), [{ bytes: 9_000, files: 9 }])
  t.equal((await upload(kilobyte(50))).statusCode, 201)
  t.equal((await upload(kilobyte(51))).statusCode, 413)
})

t.test('uploads at once get exactly the room that there is, in files', async (t) => {
  const { upload, looked, db } = await startTestApp(t, { FILES_QUOTA_FILES: 3 })
  const replies = await Promise.all(Array.from({ length: 9 }, (_, n) => upload(kilobyte(n))))
  const taken = replies.filter(({ statusCode }) => statusCode === 201)
  t.equal(taken.length, 3)
  for (const reply of taken) await looked(reply.json().data.id)
  t.match(await db.selectFrom('quota').selectAll().execute(), [{ bytes: 3_000, files: 3 }])
})

t.test('who has no room left is still told of a file that is there already', async (t) => {
  const { upload, stored, db } = await startTestApp(t, { FILES_QUOTA_FILES: 1 })
  const large = 'text '.repeat(100_000)
  const file = await stored(large)
  const again = await upload(large)
  t.equal(again.statusCode, 201, again.body)
  t.match(again.json().data, { id: file.id, is_existing: true })
  t.equal((await upload(kilobyte(1))).statusCode, 413)
  t.equal((await upload('text '.repeat(500_000))).statusCode, 413)
  t.match(await db.selectFrom('quota').selectAll().execute(), [{ bytes: large.length, files: 1 }])
})

t.test('a rejected file and a second copy hold nothing', async (t) => {
  const { upload, stored, db } = await startTestApp(t)
  const file = await stored(kilobyte(1))
  t.equal((await upload(kilobyte(1))).json().data.id, file.id)
  const damaged = await stored((await png(60, 60)).subarray(0, 90))
  t.equal(damaged.status, 'rejected')
  t.match(await db.selectFrom('quota').selectAll().execute(), [{ bytes: 1_000, files: 1 }])
})
