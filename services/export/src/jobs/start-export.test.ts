import { listen } from '@lingzhi/bus/listen'
import { AllUsersExportRequested, ExportCompleted } from '@lingzhi/contracts/export'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { conversation } from '../test-chat.ts'
import { linesOf, startTestJobs, texts } from '../test-jobs.ts'
import { forgetUser } from './forget-user.ts'

t.test('quotas hold for any number of simultaneous requests', async (t) => {
  const { call, chat } = await startTestJobs(t, (id) => [conversation(id, 'One', texts(4))], {
    EXPORT_JOBS_AT_ONCE: 2,
  })
  chat.beforePage = () => new Promise(() => {})
  const replies = await Promise.all(Array.from({ length: 8 }, () => call('POST', '/api/exports', {})))
  t.same(replies.map(({ statusCode }) => statusCode).sort(), [202, 202, 429, 429, 429, 429, 429, 429])
  const refused = replies.find(({ statusCode }) => statusCode === 429)
  t.match(refused?.json(), { error_code: 'EXPORT_QUOTA_EXCEEDED', retry_after: 30 })
})

t.test('an export that is deleted still counts against the day’s quota', async (t) => {
  const { call, start, clock, db, deps, user } = await startTestJobs(t, () => [], {
    worker: false,
    EXPORT_JOBS_PER_DAY: 2,
  })
  for (const _ of [1, 2]) {
    const { id } = await start()
    t.equal((await call('DELETE', `/api/exports/${id}`)).statusCode, 200)
  }
  const refused = (await call('POST', '/api/exports', {})).json()
  t.match(refused, { status: 429, error_code: 'EXPORT_QUOTA_EXCEEDED' })
  t.ok(refused.retry_after > 23 * 3_600 && refused.retry_after <= 24 * 3_600)
  clock.now = new Date(Date.now() + refused.retry_after * 1_000)
  await start()
  await forgetUser(deps, user.id)
  t.same(await db.selectFrom('export_starts').selectAll().execute(), [], 'a deleted user leaves none')
})

t.test('administrators export every user’s conversations, on the record; others may not', async (t) => {
  const others = () => [conversation(newId(), 'Theirs', texts(2)), conversation(null, 'Guest', texts(2))]
  const { complete, bus, call, identity, user } = await startTestJobs(
    t,
    (id) => [conversation(id, 'Mine', texts(2)), ...others()],
    { admin: true },
  )
  const facts: unknown[] = []
  const note = async ({ subject }: { subject: string }) => void facts.push(subject)
  const asked = await listen(bus, AllUsersExportRequested, 'test', async (fact) => {
    t.type(fact.data.address, 'string', 'from where')
    await note(fact)
  })
  t.teardown(() => asked.close())
  const completed = await listen(bus, ExportCompleted, 'test', note)
  t.teardown(() => completed.close())
  const { file, job } = await complete({ scope: 'all' })
  t.same(
    linesOf(file)
      .filter(({ type }) => type === 'conversation')
      .map(({ title }) => title),
    ['Mine', 'Theirs'],
  )
  await eventually(async () => facts.length === 2)
  t.same(facts.sort(), ['export.all-users.requested', 'export.job.completed'])

  // As everywhere in administration: the session of an administrator, not a key of theirs that may export.
  const key = await identity.user({ id: user.id, role: 'admin', scopes: ['export'] })
  const former = await identity.user({ id: user.id })
  t.match((await call('POST', '/api/exports', { scope: 'all' }, key.headers)).json(), {
    error_code: 'INSUFFICIENT_SCOPE',
  })
  t.match((await call('POST', '/api/exports', { scope: 'all' }, former.headers)).json(), {
    status: 403,
    error_code: 'FORBIDDEN',
  })
  for (const { headers } of [key, former]) {
    for (const [method, what] of [
      ['GET', 'preview'],
      ['GET', 'download'],
      ['POST', 'link'],
    ] as const) {
      const reply = await call(method, `/api/exports/${job.id}/${what}`, undefined, headers)
      t.match(reply.json(), { error_code: 'EXPORT_NOT_FOUND' }, what)
    }
    t.equal((await call('GET', `/api/exports/${job.id}`, undefined, headers)).statusCode, 200)
  }
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
