import { createHash } from 'node:crypto'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { listen } from '@lingzhi/bus/listen'
import { recordFact } from '@lingzhi/bus/outbox'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { AllUsersExportRequested, ExportCompleted } from '@lingzhi/contracts/export'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { startOwnNats } from '@lingzhi/testing/own-nats'
import { readAllEvents } from '@lingzhi/testing/read-events'
import t from 'tap'
import { storedParts } from '../files/parts.queries.ts'
import { conversation } from '../test-chat.ts'
import { startTestJobs } from '../test-jobs.ts'
import { sweep } from './sweep.ts'

const texts = (count: number) => Array.from({ length: count }, (_, n) => `消息 ${n} ${'x'.repeat(200)}`)
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const lines = (file: Buffer) =>
  file
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

t.test(
  'a job builds a file in parts that is what a direct download is, in every format and compression',
  async (t) => {
    const { call, complete, db } = await startTestJobs(t, (id) => [
      conversation(id, 'One', texts(40)),
      conversation(id, 'Two', texts(7)),
    ])
    for (const format of ['ndjson', 'json', 'csv', 'md']) {
      const direct = (await call('GET', `/api/conversations/export-all?format=${format}`)).rawPayload
      for (const compression of ['none', 'gzip', 'zstd'] as const) {
        const { job, file } = await complete({ format, compression })
        t.match(job, { rows: 47, bytes: file.length, sha256: sha256(file), percent: 100 })
        const parts = await storedParts(db, job.id)
        t.ok(parts.length > 2, 'made of several parts')
        // Node unpacks the first frame of zstd only, so each part by itself here; `zstd -d` unpacks them all.
        const frames = parts.map(({ bytes }, n) => {
          const start = parts.slice(0, n).reduce((sum, part) => sum + part.bytes, 0)
          return file.subarray(start, start + bytes)
        })
        const unpack = {
          none: () => file,
          gzip: () => gunzipSync(file),
          zstd: () => Buffer.concat(frames.map((frame) => zstdDecompressSync(frame))),
        }
        const unpacked = unpack[compression]()
        t.ok(unpacked.equals(direct), `${format}, ${compression}`)
      }
    }
    t.match((await call('GET', '/api/exports?limit=5')).json().data, {
      exports: Array(5).fill({ status: 'completed' }),
      next_cursor: String,
    })
  },
)

t.test('progress is told from the first row to the end', async (t) => {
  const { app, call, chat, start, user } = await startTestJobs(t, (id) => [
    conversation(id, 'One', texts(30)),
  ])
  const gate = Promise.withResolvers<void>()
  chat.beforePage = async (cursor) => {
    if (Number(cursor) > 15) await gate.promise
  }
  const { id } = await start()
  const half = await eventually(async () => {
    const { data } = (await call('GET', `/api/exports/${id}`)).json()
    return data.rows >= 14 && data
  })
  t.match(half, { status: 'running', rows_expected: 30, percent: Math.floor((half.rows * 100) / 30) })
  t.equal(typeof half.eta_seconds, 'number')

  const address = await app.listen({ port: 0 })
  const reply = await fetch(`${address}/api/exports/${id}/events`, { headers: user.headers })
  const events = readAllEvents(reply)
  gate.resolve()
  const [first, ...rest] = await events
  t.match(first, { event: 'progress', data: { id, status: 'running' } })
  t.match(rest.at(-1), { event: 'done', data: { id, status: 'completed', percent: 100, rows: 30 } })
})

t.test('a cancelled job stops where it is and leaves nothing behind', async (t) => {
  const { call, chat, start, db, reached } = await startTestJobs(
    t,
    (id) => [conversation(id, 'One', texts(60))],
    {
      EXPORT_WORKERS: 1,
    },
  )
  const gate = Promise.withResolvers<void>()
  chat.beforePage = async (cursor) => {
    if (Number(cursor) > 30) await gate.promise
  }
  t.teardown(gate.resolve)
  const { id } = await start()
  await eventually(async () => (await db.selectFrom('export_parts').selectAll().execute()).length > 2)
  const reply = await call('POST', `/api/exports/${id}/cancel`)
  t.match(reply.json(), { success: true, data: { status: 'cancelled' } })
  // The reading under way ends with its answer; the next job is done by the same, only worker.
  gate.resolve()
  await reached((await start()).id, 'completed')
  await eventually(
    async () =>
      (await db.selectFrom('export_parts').select('seq').where('job_id', '=', id).execute()).length === 0,
  )
  t.match((await call('POST', `/api/exports/${id}/cancel`)).json(), {
    success: true,
    data: { status: 'cancelled' },
  })
  t.match((await call('GET', `/api/exports/${id}/download`)).json(), {
    status: 409,
    error_code: 'EXPORT_NOT_READY',
  })
})

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

t.test('while NATS is away a job waits, then goes on to the same file', async (t) => {
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

t.test('an incremental export holds what changed since the last one of the same shape', async (t) => {
  const { complete, conversations } = await startTestJobs(t, (id) => [
    conversation(id, 'Old', texts(4)),
    conversation(id, 'Going on', texts(4)),
  ])
  t.match(await complete({ incremental: true }), { job: { rows: 8, changed_since: null } })
  t.match(await complete({ incremental: true }), { job: { rows: 0 } })
  conversations[1]?.messages.push({
    id: newId(),
    parent_id: null,
    role: 'user',
    content: 'new',
    // An export holds what was there before its own instant: the same millisecond belongs to the next one.
    created_at: new Date(Date.now() - 1).toISOString(),
  })
  const { file, job } = await complete({ incremental: true })
  t.match(lines(file).slice(1, -1), [
    { type: 'conversation', title: 'Going on' },
    { type: 'message', content: 'new' },
  ])
  t.type(job.changed_since, 'string')
  t.match(
    await complete({ incremental: true, format: 'csv' }),
    { job: { rows: 9, changed_since: null } },
    'another shape',
  )
})

t.test('quotas hold however many ask at once', async (t) => {
  const { call, chat } = await startTestJobs(t, (id) => [conversation(id, 'One', texts(4))], {
    EXPORT_JOBS_AT_ONCE: 2,
  })
  chat.beforePage = () => new Promise(() => {})
  const replies = await Promise.all(Array.from({ length: 8 }, () => call('POST', '/api/exports', {})))
  t.same(replies.map(({ statusCode }) => statusCode).sort(), [202, 202, 429, 429, 429, 429, 429, 429])
  const refused = replies.find(({ statusCode }) => statusCode === 429)
  t.match(refused?.json(), { error_code: 'EXPORT_QUOTA_EXCEEDED', retry_after: 30 })
})

t.test('administrators export every user’s conversations, on the record; others may not', async (t) => {
  const others = () => [conversation(newId(), 'Theirs', texts(2)), conversation(null, 'Guest', texts(2))]
  const { complete, bus } = await startTestJobs(
    t,
    (id) => [conversation(id, 'Mine', texts(2)), ...others()],
    { admin: true },
  )
  const facts: unknown[] = []
  for (const fact of [AllUsersExportRequested, ExportCompleted]) {
    const consumption = await listen(bus, fact, 'test', async ({ subject }) => void facts.push(subject))
    t.teardown(() => consumption.close())
  }
  const { file } = await complete({ scope: 'all' })
  t.same(
    lines(file)
      .filter(({ type }) => type === 'conversation')
      .map(({ title }) => title),
    ['Mine', 'Theirs'],
  )
  await eventually(async () => facts.length === 2)
  t.same(facts.sort(), ['export.all-users.requested', 'export.job.completed'])

  const { call } = await startTestJobs(t, () => [], { worker: false })
  t.match((await call('POST', '/api/exports', { scope: 'all' })).json(), {
    status: 403,
    error_code: 'FORBIDDEN',
  })
})

t.test('a file is kept for its days, then swept; the history stays', async (t) => {
  const { complete, call, clock, deps, db, store } = await startTestJobs(t, (id) => [
    conversation(id, 'One', texts(4)),
  ])
  const { job } = await complete()
  const { object } = await db.selectFrom('export_parts').selectAll().executeTakeFirstOrThrow()
  clock.now = new Date(Date.now() + 6.9 * 24 * 3_600_000)
  await sweep(deps)
  t.equal((await call('GET', `/api/exports/${job.id}/download`)).statusCode, 200)
  clock.now = new Date(Date.now() + 7.1 * 24 * 3_600_000)
  t.match((await call('GET', `/api/exports/${job.id}/download`)).json(), {
    status: 410,
    error_code: 'EXPORT_EXPIRED',
  })
  await sweep(deps)
  t.match((await call('GET', `/api/exports/${job.id}`)).json().data, {
    status: 'expired',
    sha256: job.sha256,
    rows: 4,
  })
  await t.rejects(store.get(object))
})

t.test('a deleted user leaves no job and no file', async (t) => {
  const { complete, db, store, user, deps } = await startTestJobs(t, (id) => [
    conversation(id, 'One', texts(4)),
  ])
  await complete()
  const { object } = await db.selectFrom('export_parts').selectAll().executeTakeFirstOrThrow()
  await recordFact(db, UserDeleted, { user_id: user.id })
  deps.outbox.wake()
  await eventually(async () => (await db.selectFrom('export_jobs').select('id').execute()).length === 0)
  await t.rejects(store.get(object))
})

t.test('the preview shows the first rows without a file', async (t) => {
  const { start, call, chat } = await startTestJobs(t, (id) => [conversation(id, 'One', texts(90))], {
    worker: false,
  })
  chat.messagesMax = 100
  const { id } = await start({ format: 'csv' })
  const { data } = (await call('GET', `/api/exports/${id}/preview`)).json()
  t.equal(data.rows.length, 50)
  t.match(data, {
    format: 'csv',
    has_more: true,
    rows: [{ role: 'user', content: /^消息 0/, conversation_title: 'One' }],
  })
})

t.test('a deleted export is gone with its file; only its owner reaches it', async (t) => {
  const { complete, call, identity, db, store } = await startTestJobs(t, (id) => [
    conversation(id, 'One', texts(4)),
  ])
  const { job } = await complete()
  const { object } = await db.selectFrom('export_parts').selectAll().executeTakeFirstOrThrow()
  const stranger = await identity.user()
  const routes = [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/events'],
    ['POST', '/cancel'],
    ['GET', '/preview'],
    ['GET', '/download'],
    ['POST', '/link'],
  ] as const
  for (const [method, path] of routes) {
    const url = `/api/exports/${job.id}${path}`
    t.match((await call(method, url, undefined, stranger.headers)).json(), { error_code: 'EXPORT_NOT_FOUND' })
    t.match((await call(method, url, undefined, {})).json(), { error_code: 'MISSING_TOKEN' })
  }
  t.match((await call('POST', '/api/exports', {}, {})).json(), { error_code: 'MISSING_TOKEN' })
  t.match((await call('GET', '/api/exports', undefined, {})).json(), { error_code: 'MISSING_TOKEN' })
  t.match((await call('GET', '/api/exports/7')).json(), { error_code: 'EXPORT_NOT_FOUND' })
  t.match((await call('POST', `/api/exports/${job.id}/cancel`)).json(), {
    error_code: 'EXPORT_ALREADY_ENDED',
  })
  t.match((await call('DELETE', `/api/exports/${job.id}`)).json(), { success: true })
  t.equal((await call('GET', `/api/exports/${job.id}`)).statusCode, 404)
  await t.rejects(store.get(object))
})

t.test('a request that cannot be met is refused at once', async (t) => {
  const { call, conversations } = await startTestJobs(t, () => [conversation(newId(), 'Theirs', texts(1))], {
    worker: false,
  })
  const bodies = [
    { format: 'xml' },
    { compression: 'rar' },
    { start_date: '2026-02-30' },
    { start_date: '2026-03-02', end_date: '2026-03-01' },
    { conversation_ids: [] },
    { conversation_ids: ['x'] },
    { incremental: 'yes' },
    { notify_email: 'nobody' },
  ]
  for (const body of bodies) {
    t.match((await call('POST', '/api/exports', body)).json(), {
      status: 400,
      error_code: 'VALIDATION_ERROR',
    })
  }
  const foreign = { conversation_ids: [conversations[0]?.id] }
  t.match((await call('POST', '/api/exports', foreign)).json(), {
    status: 404,
    error_code: 'CONVERSATION_NOT_FOUND',
  })
})
