import { openBus } from '@lingzhi/bus/open-bus'
import { recordFact } from '@lingzhi/bus/outbox'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { dayMs, hourMs } from '@lingzhi/runtime/time'
import { eventually } from '@lingzhi/testing/eventually'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { createApp } from '../app.ts'
import { conversation } from '../test-chat.ts'
import { startTestJobs, texts } from '../test-jobs.ts'
import { sweep } from './sweep.ts'

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
  // The page under way is read to its end; the next job is done by the same, only worker.
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

t.test('a job cancelled on another replica stops at once, not at its next sign of life', async (t) => {
  const { busSettings, chat, config, db, deps, start, user } = await startTestJobs(
    t,
    (id) => [conversation(id, 'One', texts(60))],
    // A sign of life every minute: only the other replica's signal can stop it in this test's time.
    { EXPORT_LEASE_MS: 600_000 },
  )
  const bus = await openBus(busSettings, 'other', silentLog)
  t.teardown(bus.close)
  const other = await createApp(config, { ...deps, bus })
  t.teardown(() => other.close())
  const gate = Promise.withResolvers<void>()
  chat.beforePage = async (cursor) => {
    if (Number(cursor) > 30) await gate.promise
  }
  t.teardown(gate.resolve)
  const { id } = await start()
  const parts = () => db.selectFrom('export_parts').select('seq').where('job_id', '=', id).execute()
  await eventually(async () => (await parts()).length > 2)
  const url = `/api/exports/${id}/cancel`
  const reply = await other.inject({ method: 'POST', url, headers: user.headers })
  t.match(reply.json(), { data: { status: 'cancelled' } })
  await eventually(async () => (await parts()).length === 0)
})

t.test('a file is kept for its days, then swept; the history stays', async (t) => {
  const { complete, call, clock, config, deps, db, store } = await startTestJobs(t, (id) => [
    conversation(id, 'One', texts(4)),
  ])
  const { job } = await complete()
  const { object } = await db.selectFrom('export_parts').selectAll().executeTakeFirstOrThrow()
  clock.now = new Date(Date.now() + 6.9 * dayMs)
  await sweep(deps, config)
  t.equal((await call('GET', `/api/exports/${job.id}/download`)).statusCode, 200)
  clock.now = new Date(Date.now() + 7.1 * dayMs)
  t.match((await call('GET', `/api/exports/${job.id}/download`)).json(), {
    status: 410,
    error_code: 'EXPORT_EXPIRED',
  })
  await sweep(deps, config)
  t.match((await call('GET', `/api/exports/${job.id}`)).json().data, {
    status: 'expired',
    sha256: job.sha256,
    rows: 4,
  })
  await t.rejects(store.get(object))
})

t.test('a deleted user leaves no job and no file', async (t) => {
  const { complete, db, store, user, deps, config, clock } = await startTestJobs(t, (id) => [
    conversation(id, 'One', texts(4)),
  ])
  await complete()
  const { object } = await db.selectFrom('export_parts').selectAll().executeTakeFirstOrThrow()
  await recordFact(db, UserDeleted, { user_id: user.id })
  deps.outbox.wake()
  const jobsLeft = async () => (await db.selectFrom('export_jobs').select('id').execute()).length
  await eventually(async () => (await jobsLeft()) === 0)
  await t.rejects(store.get(object))

  // A token may outlive its user by a moment.
  await complete()
  t.equal(await jobsLeft(), 1)
  clock.now = new Date(Date.now() + 2 * hourMs)
  await sweep(deps, config)
  t.equal(await jobsLeft(), 0)
  t.same(await db.selectFrom('deleted_users').selectAll().execute(), [], 'and who it was is forgotten')
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
  const { remove } = store
  store.remove = async () => {
    throw new Error('the store is away')
  }
  t.match((await call('DELETE', `/api/exports/${job.id}`)).json(), { error_code: 'SERVICE_UNAVAILABLE' })
  store.remove = remove
  t.match((await call('DELETE', `/api/exports/${job.id}`)).json(), { success: true })
  t.equal((await call('GET', `/api/exports/${job.id}`)).statusCode, 404)
  await t.rejects(store.get(object))
})

t.test('a year of starts and letters of people who never come back leaves no row of a limit', async (t) => {
  const { deps, config, db, user } = await startTestJobs(t, () => [])
  const at = (day: number) => new Date(Date.now() - day * dayMs)
  const counts = async () => ({
    starts: (await db.selectFrom('export_starts').selectAll().execute()).length,
    imports: (await db.selectFrom('import_starts').selectAll().execute()).length,
    letters: (await db.selectFrom('export_letters').selectAll().execute()).length,
  })
  for (let day = 365; day >= 0; day--) {
    const clock = { ...deps, now: () => at(day) }
    await db
      .insertInto('export_starts')
      .values({ user_id: user.id, started_at: at(day) })
      .execute()
    await db
      .insertInto('import_starts')
      .values({ user_id: user.id, started_at: at(day) })
      .execute()
    const letter = { user_id: user.id, address: `p${day}@example.cn`, sent_at: at(day) }
    await db.insertInto('export_letters').values(letter).execute()
    if (day % 30 === 0) await sweep(clock, config)
  }
  const { starts, imports, letters } = await counts()
  t.ok(Math.max(starts, imports, letters) <= 2, `${starts}, ${imports}, ${letters}`)
  t.ok(Math.min(starts, imports, letters) >= 1, 'those of today count')
})
