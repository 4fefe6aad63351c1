import { parseArgs } from 'node:util'
import { eventually } from '@lingzhi/testing/eventually'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import { sql } from 'kysely'
import { migrationsOf } from '../harness/checkout.ts'
import { exportJobs } from '../harness/export-jobs.ts'
import { newRun } from '../harness/new-run.ts'
import { check, median, print } from '../harness/report.ts'
import { seedConversations } from '../harness/seed-conversations.ts'
import { startService } from '../harness/start-service.ts'

// Jobs are cancelled while they run, on two replicas by turns, either of which may be the one at work:
// measured from the request until both replicas report it, after which no worker can store a part. Aim: within a second. Then until
// the worker has stopped and nothing of the file is left.
// Needs TEST_DATABASE_URL, TEST_NATS_URL and TEST_REDIS_URL.

const { values } = parseArgs({
  options: { times: { type: 'string', default: '20' }, messages: { type: 'string', default: '300000' } },
})
const aimMs = 1_000
const drill = newRun()

try {
  const chatDatabase = await testDatabase<never>(drill, migrationsOf('chat'))
  const exportDatabase = await testDatabase<never>(drill, migrationsOf('export'))
  const { bus, settings } = await testBus(drill)
  const { url: REDIS_URL, prefix: REDIS_PREFIX } = await testCache(drill)
  const identity = await testIdentity(drill, bus)
  const { headers, id: userId } = await identity.user({ expiresIn: '2h' })
  await seedConversations(chatDatabase.db, userId, Number(values.messages))
  const common = { ...settings, NATS_REPLICAS: '1', REDIS_URL, REDIS_PREFIX, RATE_LIMIT_FACTOR: '1000' }
  const start = async (name: string, DATABASE_URL: string) => {
    const environment = { ...common, DATABASE_URL, EXPORT_LINK_SECRET: 'a secret of this drill' }
    const service = await startService(name, environment)
    drill.teardown(service.stop)
    return exportJobs(service.url, headers)
  }
  await start('chat', chatDatabase.settings.DATABASE_URL)
  const one = await start('export', exportDatabase.settings.DATABASE_URL)
  const other = await start('export', exportDatabase.settings.DATABASE_URL)

  const took: number[] = []
  const gone: number[] = []
  for (let time = 0; time < Number(values.times); time++) {
    const { id } = await one.start()
    await one.until(id, ({ rows }) => rows > 0, 5)
    const began = performance.now()
    const reply = await (time % 2 ? one : other).call('POST', `/api/exports/${id}/cancel`)
    if (!reply.ok) throw new Error(`cancelling returned ${reply.status}`)
    for (const replica of [one, other]) await replica.until(id, ({ status }) => status === 'cancelled', 5)
    took.push(performance.now() - began)
    await eventually(async () => {
      const left = await sql`select from export_parts where job_id = ${id}`.execute(exportDatabase.db)
      return left.rows.length === 0
    }, 30_000)
    gone.push(performance.now() - began)
  }
  const longest = Math.max(...took)
  const report = (name: string, times: number[]) =>
    print(`${name} ${median(times).toFixed(0)} ms (median), ${Math.max(...times).toFixed(0)} ms (longest)`)
  report(`${took.length} jobs cancelled after`, took)
  report('their files gone after', gone)
  check(longest < aimMs, 'a job stops within a second, whichever replica works on it')
} finally {
  await drill.close()
}
