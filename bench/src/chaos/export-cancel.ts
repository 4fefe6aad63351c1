import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { eventually } from '@lingzhi/testing/eventually'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import { sql } from 'kysely'
import { exportJobs } from '../harness/export-jobs.ts'
import { median, print } from '../harness/report.ts'
import { seedConversations } from '../harness/seed-conversations.ts'
import { startService } from '../harness/start-service.ts'

// Jobs are cancelled while they run, by turns on one and the other of two replicas, of which either may be at work:
// from the request until either replica says so, whence no worker can store a part. Aim: within a second. Then until
// the worker has let go and nothing of the file is left.
// Needs TEST_DATABASE_URL, TEST_NATS_URL and TEST_REDIS_URL.

const { values } = parseArgs({
  options: { times: { type: 'string', default: '20' }, messages: { type: 'string', default: '300000' } },
})
const aimMs = 1_000
const closers: (() => unknown)[] = []
const drill = { teardown: (close: () => unknown) => void closers.unshift(close) }
const migrationsOf = (service: string) =>
  fileURLToPath(new URL(`../../../services/${service}/migrations`, import.meta.url))

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
    if (!reply.ok) throw new Error(`cancelling was answered with ${reply.status}`)
    for (const replica of [one, other]) await replica.until(id, ({ status }) => status === 'cancelled', 5)
    took.push(performance.now() - began)
    await eventually(async () => {
      const left = await sql`select from export_parts where job_id = ${id}`.execute(exportDatabase.db)
      return left.rows.length === 0
    }, 30_000)
    gone.push(performance.now() - began)
  }
  const longest = Math.max(...took)
  const told = (name: string, times: number[]) =>
    print(`${name} ${median(times).toFixed(0)} ms (median), ${Math.max(...times).toFixed(0)} ms (longest)`)
  told(`${took.length} jobs cancelled after`, took)
  told('their files gone after', gone)
  print(`${longest < aimMs ? 'holds' : 'BROKEN'}: a job stops within a second, whichever replica is at it`)
  if (longest >= aimMs) process.exitCode = 1
} finally {
  for (const close of closers) await close()
}
