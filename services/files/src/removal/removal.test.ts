import { listen } from '@lingzhi/bus/listen'
import { recordFact } from '@lingzhi/bus/outbox'
import { sendRequest } from '@lingzhi/bus/request'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { DescribeFiles, FileRemoved } from '@lingzhi/contracts/files'
import { newId } from '@lingzhi/contracts/ids'
import { HomeworkRemoved } from '@lingzhi/contracts/learning-facts'
import { hourMs } from '@lingzhi/runtime/time'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { png } from '../test-files.ts'
import { compareObjects } from './compare-objects.ts'
import { sweep } from './sweep.ts'

const later = (hours: number) => new Date(Date.now() + hours * hourMs)

t.test('a file goes a day after its last conversation, unless it is used elsewhere', async (t) => {
  const { bus, db, deps, config, user, stored, call, clock, objects } = await startTestApp(t)
  const removed: string[] = []
  const hearing = await listen(bus, FileRemoved, `test-${newId()}`, async ({ data }) => {
    removed.push(`${data.file_id} ${data.reason}`)
  })
  t.teardown(hearing.close)
  const [one, two, free] = [await stored('one'), await stored('two'), await stored('never used')]
  const [first, second] = [newId(), newId()]
  const refer = (file_ids: string[], id: string) =>
    sendRequest(bus, DescribeFiles, { user_id: user.id, file_ids, reference: { kind: 'conversation', id } })
  const described = await refer([two.id, one.id], first)
  t.same(
    described.files.map(({ id }) => id),
    [two.id, one.id],
  )
  await refer([two.id], second)
  const session = (await call('GET', `/api/v1/files/session/${second}`)).json().data.files
  t.match(session, [{ doc_id: two.id, file_size: 3, file_type: 'text/plain' }])
  const fact = { conversation_ids: [first], user_id: user.id, reason: 'deleted' as const }
  await recordFact(db, ConversationsRemoved, fact)
  await recordFact(db, ConversationsRemoved, fact)
  deps.outbox.wake()
  await eventually(async () => {
    const rows = await db.selectFrom('files').select('id').where('unreferenced_at', 'is not', null).execute()
    return rows.length === 1 && rows[0]?.id === one.id
  })
  clock.now = later(23)
  await sweep(deps, config)
  t.equal((await call('GET', `/api/v1/files/${one.id}`)).statusCode, 200)
  clock.now = later(25)
  await sweep(deps, config)
  t.equal((await call('GET', `/api/v1/files/${one.id}`)).statusCode, 404)
  t.equal((await call('GET', `/api/v1/files/${two.id}`)).statusCode, 200)
  t.equal((await call('GET', `/api/v1/files/${free.id}`)).statusCode, 200)
  t.notOk((await objects()).some((name) => name.includes(one.id)))
  await eventually(async () => removed.includes(`${one.id} unreferenced`))
  await t.rejects(refer([one.id], second), { code: 'FILE_NOT_FOUND' })
})

t.test('what homework was handed in with is let go with it', async (t) => {
  const { bus, deps, user, stored, db } = await startTestApp(t)
  const { id } = await stored('a page')
  const homework = newId()
  const reference = { kind: 'learning' as const, id: homework }
  await sendRequest(bus, DescribeFiles, { user_id: user.id, file_ids: [id], reference })
  await recordFact(db, HomeworkRemoved, { submission_ids: [homework], user_id: user.id })
  deps.outbox.wake()
  await eventually(async () => {
    const row = await db.selectFrom('files').select('unreferenced_at').where('id', '=', id).executeTakeFirst()
    return row?.unreferenced_at !== null
  })
})

t.test('a file that is used again within the day stays', async (t) => {
  const { bus, deps, config, user, stored, call, clock, db } = await startTestApp(t)
  const { id } = await stored('used again')
  const refer = (conversation: string) =>
    sendRequest(bus, DescribeFiles, {
      user_id: user.id,
      file_ids: [id],
      reference: { kind: 'conversation', id: conversation },
    })
  const conversation = newId()
  await refer(conversation)
  await recordFact(db, ConversationsRemoved, {
    conversation_ids: [conversation],
    user_id: null,
    reason: 'expired',
  })
  deps.outbox.wake()
  await eventually(async () =>
    db.selectFrom('files').select('id').where('unreferenced_at', 'is not', null).executeTakeFirst(),
  )
  await refer(newId())
  clock.now = later(48)
  await sweep(deps, config)
  t.equal((await call('GET', `/api/v1/files/${id}`)).statusCode, 200)
})

t.test('with an account everything of it goes, and nothing of anybody else', async (t) => {
  const { db, deps, user, identity, stored, objects } = await startTestApp(t)
  const other = await identity.user()
  await stored(await png(40, 40))
  const kept = await stored(await png(40, 40), 'kept', { as: other })
  await recordFact(db, UserDeleted, { user_id: user.id } as never)
  deps.outbox.wake()
  await eventually(async () => (await objects()).every((name) => name.includes(kept.id)))
  await eventually(async () => (await db.selectFrom('files').select('id').execute()).length === 1)
  const left = await eventually(async () => {
    const rows = await db.selectFrom('quota').select(['user_id', 'files']).execute()
    return rows.length === 1 && rows
  })
  t.same(left, [{ user_id: other.id, files: 1 }])
})

t.test('an upload whose process died holds nothing after a sweep, and is never ready', async (t) => {
  const { db, deps, config, user, clock, objects, call } = await startTestApp(t)
  // As a process leaves it that was killed in the middle: a row, room taken, a part stored and one that is not.
  const id = newId()
  await db.insertInto('quota').values({ user_id: user.id, bytes: 5_000, files: 1 }).execute()
  const row = { id, user_id: user.id, name: 'half', reserved: 5_000, created_at: new Date() }
  await db
    .insertInto('files')
    .values({ ...row, expires_at: new Date(Date.now() + 30_000) })
    .execute()
  for (const seq of [1, 2]) {
    const piece = { file_id: id, kind: 'original' as const, seq, bytes: 10, sha256: '', run: null }
    await db
      .insertInto('file_objects')
      .values({ ...piece, object: `file/${id}/${seq}` })
      .execute()
  }
  await deps.store.put(`file/${id}/1`, Buffer.from('0123456789'))
  await sweep(deps, config)
  t.equal((await objects()).length, 1, 'it may still go on')
  clock.now = new Date(Date.now() + 31_000)
  await sweep(deps, config)
  t.same(await objects(), [])
  t.equal((await call('GET', `/api/v1/files/${id}`)).statusCode, 404)
  t.match(await db.selectFrom('quota').selectAll().execute(), [{ bytes: 0, files: 0 }])
})

t.test('objects that no row names are removed, and rows without their object are told', async (t) => {
  const { deps, stored, clock, objects, db } = await startTestApp(t)
  const file = await stored('kept')
  await deps.store.put('file/nobody/1', Buffer.from('an orphan'))
  t.same(
    await compareObjects(deps),
    { orphans: [], missing: [] },
    'it may belong to a row that is not there yet',
  )
  clock.now = later(2)
  t.same(await compareObjects(deps), { orphans: ['file/nobody/1'], missing: [] })
  t.ok((await objects()).every((name) => name.includes(file.id)))
  const [piece] = await db.selectFrom('file_objects').select('object').orderBy('object').execute()
  await deps.store.remove(piece!.object)
  t.same(await compareObjects(deps), { orphans: [], missing: [piece!.object] })
})
