import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startOwnNats } from '@lingzhi/testing/own-nats'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testDatabase } from '@lingzhi/testing/test-database'
import { testIdentity } from '@lingzhi/testing/test-identity'
import { migrationsOf } from '../harness/checkout.ts'
import { ended, exportJobs } from '../harness/export-jobs.ts'
import { newRun } from '../harness/new-run.ts'
import { check, print } from '../harness/report.ts'
import { seedConversations } from '../harness/seed-conversations.ts'
import { startService } from '../harness/start-service.ts'

// NATS is killed in the middle of an export job and comes back `--seconds` (30) later: the job must wait, continue, and end with the
// file of an undisturbed run. Meanwhile a direct export must return 503 with Retry-After.
// Needs TEST_DATABASE_URL, TEST_REDIS_URL and nats-server.

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, messages: { type: 'string', default: '300000' } },
})
const drill = newRun()

try {
  const nats = await startOwnNats(drill)
  const chatDatabase = await testDatabase<never>(drill, migrationsOf('chat'))
  const exportDatabase = await testDatabase(drill, migrationsOf('export'))
  const { bus, settings } = await testBus(drill, nats.url)
  const { url: REDIS_URL, prefix: REDIS_PREFIX } = await testCache(drill)
  const identity = await testIdentity(drill, bus)
  const { headers, id: userId } = await identity.user({ expiresIn: '2h' })
  await seedConversations(chatDatabase.db, userId, Number(values.messages))
  const common = { NATS_URL: nats.url, NATS_PREFIX: settings.NATS_PREFIX, REDIS_URL, REDIS_PREFIX }
  const start = async (name: string, environment: Record<string, string>) => {
    const service = await startService(name, { ...common, ...environment })
    drill.teardown(service.stop)
    return service
  }
  await start('chat', { DATABASE_URL: chatDatabase.settings.DATABASE_URL })
  const { url } = await start('export', {
    DATABASE_URL: exportDatabase.settings.DATABASE_URL,
    EXPORT_LINK_SECRET: 'a secret of this drill',
  })

  const jobs = exportJobs(url, headers)
  const undisturbed = await jobs.until((await jobs.start()).id, ended)
  const { id } = await jobs.start()
  const struck = await jobs.until(id, ({ rows }) => rows > 0, 5)
  await nats.stop()
  print(`NATS is away, ${struck.rows} rows were read`)
  await pause(Number(values.seconds) * 500)
  const direct = await jobs.call('GET', '/api/conversations/export-all')
  await direct.body?.cancel()
  check(
    direct.status === 503 && direct.headers.has('retry-after'),
    'a direct export returns 503 with Retry-After',
  )
  await pause(Number(values.seconds) * 500)
  const waiting = await jobs.until(id, () => true)
  check(waiting.status === 'running', 'the job waits')
  await nats.start()
  const finished = await jobs.until(id, ended)
  check(!ended(struck) && finished.status === 'completed', 'the job continues to its end')
  check(finished.sha256 === undisturbed.sha256, 'its file is that of an undisturbed run')
} finally {
  await drill.close()
}
