import { eventually } from '@lingzhi/testing/eventually'
import { startOwnNats } from '@lingzhi/testing/own-nats'
import t from 'tap'
import { conversation } from '../test-chat.ts'
import { sha256, startTestJobs, texts } from '../test-jobs.ts'

t.test('a part that does not read back as written is written again', async (t) => {
  const { complete, store } = await startTestJobs(t, (id) => [conversation(id, 'One', texts(40))])
  const undisturbed = await complete()
  const { put } = store
  let writes = 0
  store.put = (name, bytes) => put(name, ++writes === 2 ? Buffer.from(bytes).fill(0, 5, 9) : bytes)
  const { job, file } = await complete()
  t.ok(writes > 6, 'parts were written again')
  t.equal(job.sha256, undisturbed.job.sha256)
  t.equal(sha256(file), job.sha256)
})

t.test('a full store fails the job with a reason, and nothing of it stays', async (t) => {
  const { start, reached, db, call } = await startTestJobs(
    t,
    (id) => [conversation(id, 'One', Array(40).fill('字'.repeat(30_000)))],
    {
      EXPORT_STORE_MAX_BYTES: 1024 ** 2,
      EXPORT_PART_BYTES: 200_000,
    },
  )
  const job = await reached((await start()).id, 'failed')
  t.match(job.failure, /store is full/)
  await eventually(async () => (await db.selectFrom('export_parts').select('seq').execute()).length === 0)
  t.equal((await call('GET', `/api/exports/${job.id}/download`)).statusCode, 409)
})

t.test('while NATS is away a job waits, then continues to the same file', async (t) => {
  const nats = await startOwnNats(t)
  const { complete, chat, start, reached } = await startTestJobs(
    t,
    (id) => [conversation(id, 'One', texts(40))],
    { natsUrl: nats.url },
  )
  const undisturbed = await complete()
  const reachedPage = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  chat.beforePage = async (cursor) => {
    if (Number(cursor) <= 20) return
    reachedPage.resolve()
    await gate.promise
  }
  const { id } = await start()
  await reachedPage.promise
  await nats.stop()
  gate.resolve()
  await nats.start()
  t.equal((await reached(id, 'completed', 30_000)).sha256, undisturbed.job.sha256)
})

t.test('a job that got nowhere five times is given up, with a reason', async (t) => {
  const { start, reached, db, call, work } = await startTestJobs(
    t,
    (id) => [conversation(id, 'One', texts(4))],
    {
      worker: false,
    },
  )
  const { id } = await start()
  // As five workers leave it that died before they stored a part.
  await db.updateTable('export_jobs').set({ status: 'running', attempts: 5, seen_at: null }).execute()
  await work()
  const job = await reached(id, 'failed')
  t.match(job, { failure: /interrupted too often/, sha256: null, finished_at: String })
  t.match((await call('GET', `/api/exports/${id}/download`)).json(), { error_code: 'EXPORT_NOT_READY' })
  t.match((await call('POST', '/api/exports', {})).statusCode, 202, 'its slot is free again')
})
