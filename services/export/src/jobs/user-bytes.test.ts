import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { conversation } from '../test-chat.ts'
import { startTestJobs, texts } from '../test-jobs.ts'

const share = 60_000

t.test(
  'the files of one user take no more than their share: the oldest go first, another’s stay',
  async (t) => {
    const { complete, call, show, db, identity } = await startTestJobs(
      t,
      (id) => [conversation(id, 'One', texts(60))],
      { EXPORT_USER_MAX_BYTES: share },
    )
    const other = await identity.user()
    const foreign = (await call('POST', '/api/exports', {}, other.headers)).json().data
    const first = await complete()
    t.ok(first.file.length < share && first.file.length * 3 > share, `${first.file.length} bytes`)
    await complete()
    const third = await complete()
    t.equal((await show(first.job.id)).status, 'expired')
    t.match(await show(third.job.id), { status: 'completed' })
    t.equal((await call('GET', `/api/exports/${first.job.id}/download`)).statusCode, 410)
    const parts = await eventually(async () => {
      const rows = await db.selectFrom('export_parts').select('job_id').distinct().execute()
      return rows.every(({ job_id }) => job_id !== first.job.id) && rows
    })
    t.ok(parts.some(({ job_id }) => job_id === third.job.id))
    t.not(
      (await call('GET', `/api/exports/${foreign.id}`, undefined, other.headers)).json().data.status,
      'expired',
    )
  },
)

t.test('a file larger than the share is there until the next one', async (t) => {
  const { complete } = await startTestJobs(t, (id) => [conversation(id, 'One', texts(60))], {
    EXPORT_USER_MAX_BYTES: 1_000,
  })
  t.equal((await complete()).job.status, 'completed')
})
