import { listen } from '@lingzhi/bus/listen'
import { AllUsersExportRequested, ExportCompleted } from '@lingzhi/contracts/export'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { conversation } from '../test-chat.ts'
import { linesOf, startTestJobs, texts } from '../test-jobs.ts'

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
    linesOf(file)
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
