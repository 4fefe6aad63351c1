import { readMetric } from '@lingzhi/metrics/read-metric'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { conversation } from './test-chat.ts'
import { startTestJobs, texts } from './test-jobs.ts'

t.test('a background export counts as unfinished, then with its rows and bytes', async (t) => {
  const { call, chat, start } = await startTestJobs(t, (id) => [conversation(id, 'One', texts(30))])
  const gate = Promise.withResolvers<void>()
  chat.beforePage = () => gate.promise
  const { id } = await start()
  await eventually(
    async () => (await readMetric('lingzhi_export_jobs_unfinished', { status: 'running' })) === 1,
  )
  gate.resolve()
  await eventually(
    async () => (await readMetric('lingzhi_export_jobs_total', { outcome: 'completed' })) === 1,
  )
  const { data } = (await call('GET', `/api/exports/${id}`)).json()
  t.equal(await readMetric('lingzhi_export_rows_total'), data.rows)
  t.equal(await readMetric('lingzhi_export_bytes_total'), data.bytes)
  t.equal(await readMetric('lingzhi_export_jobs_unfinished'), 0)
})
