import { assertHeld, testOperations } from '@lingzhi/testing/held-operations'
import t from 'tap'
import { conversation } from './test-chat.ts'
import { startTestJobs } from './test-jobs.ts'

const service = await startTestJobs(t, (userId) => [conversation(userId, '题', ['一', '二'])], {
  admin: true,
  worker: false,
  EXPORT_JOBS_PER_DAY: 10_000,
  EXPORT_JOBS_AT_ONCE: 1_000,
})
const { app, user, conversations, complete, call, work } = service

await testOperations(t, app, async () => user.headers)

t.test('nor does a file, its preview or the longest list', async (t) => {
  await work()
  const { job } = await complete({ format: 'md' })
  const body = { format: 'csv', conversation_ids: [conversations[0]?.id] }
  for (let n = 0; n < 40; n++) await call('POST', '/api/exports', body)
  const { id } = job
  for (const url of [
    '/api/exports?limit=100',
    `/api/exports/${id}/preview`,
    `/api/exports/${id}/download`,
    '/api/conversations/export-all?format=csv&compression=gzip',
  ])
    await assertHeld(t, app, { name: url, method: 'GET', url }, user.headers, 200)
})
