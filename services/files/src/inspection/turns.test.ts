import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import sharp from 'sharp'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { scan } from '../test-files.ts'
import { claimNext, endFile } from './inspection.queries.ts'

t.test('people take turns at being looked at, however many files one has sent', async (t) => {
  const { upload, identity, db, user } = await startTestApp(t, { worker: false })
  const other = await identity.user()
  for (let n = 0; n < 6; n++) t.equal((await upload(`${n}`)).statusCode, 201)
  for (let n = 0; n < 2; n++) t.equal((await upload(`${n}`, 'b', { as: other })).statusCode, 201)
  const next = async () => {
    const run = newId()
    const file = await claimNext(db, run, 60_000)
    return { run, file: file!, of: file?.user_id === user.id ? 'one' : 'other' }
  }
  const [first, second, third] = [await next(), await next(), await next()]
  t.same([first.of, second.of], ['one', 'other'], 'whoever has none under way is next')
  t.equal(third.of, 'one')
  for (const { run, file } of [first, second, third])
    await endFile(db, file.id, run, { status: 'ready', ended_at: new Date() })
  t.equal((await next()).of, 'other', 'and where nobody has, whoever was last long ago')
  t.same(
    [await next(), await next(), await next(), await next()].map(({ of }) => of),
    ['one', 'one', 'one', 'one'],
  )
  t.equal(await claimNext(db, newId(), 60_000), undefined, 'a file is one worker’s')
  t.ok(await claimNext(db, newId(), 0), 'until that is silent')
})

t.test('what is made of a file counts, too', async (t) => {
  const side = 1_500
  const noise = Buffer.alloc(side * side * 3)
  for (let at = 0, seed = 1; at < noise.length; at++) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
    noise[at] = seed >> 16
  }
  // One picture on five pages: what a model is shown of them is many times the file.
  const jpeg = await sharp(noise, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 40 })
    .toBuffer()
  const paper = scan(jpeg, side, side, 5)
  const { stored, call, db, user, objects } = await startTestApp(t, { FILES_QUOTA_BYTES: 3 * paper.length })
  const rejected = await stored(paper, 'paper.pdf')
  t.match(rejected, { status: 'rejected', reason: 'QUOTA_EXCEEDED' })
  t.ok(rejected.reason_text)
  // Its bytes are overwritten before they go.
  await eventually(async () => (await objects()).length === 0)
  t.match(await db.selectFrom('quota').selectAll().execute(), [{ user_id: user.id, bytes: 0, files: 0 }])
  const roomy = await startTestApp(t)
  const file = await roomy.stored(paper, 'paper.pdf')
  t.equal(file.status, 'ready')
  const summary = async () => (await roomy.call('GET', '/api/v1/files/stats/summary')).json().data
  t.ok((await summary()).total_bytes > 3 * paper.length)
  t.equal((await roomy.call('DELETE', `/api/v1/files/${file.id}`)).statusCode, 200)
  t.equal((await summary()).total_bytes, 0, 'and is given back')
  t.equal((await call('GET', '/api/v1/files/stats/summary')).statusCode, 200)
})
