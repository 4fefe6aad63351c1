import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { migrate } from '@lingzhi/db/migrate'
import { openDb } from '@lingzhi/db/open-db'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import { testCache } from '@lingzhi/testing/test-cache'
import { testIdentity } from '@lingzhi/testing/test-identity'
import pg from 'pg'
import { migrationsOf } from '../harness/checkout.ts'
import { ended, exportJobs } from '../harness/export-jobs.ts'
import { newRun } from '../harness/new-run.ts'
import { startOwnPostgres } from '../harness/own-postgres.ts'
import { check, print } from '../harness/report.ts'
import { seedConversations } from '../harness/seed-conversations.ts'
import { startService } from '../harness/start-service.ts'

// PostgreSQL, chat's and export's, is restarted in the middle of a job and of a direct export, once fast and once
// immediately: nothing may be lost or doubled, and a direct export that does not survive must not look whole.
// Needs TEST_NATS_URL, TEST_REDIS_URL and PostgreSQL's programs.

const { values } = parseArgs({ options: { messages: { type: 'string', default: '300000' } } })
const drill = newRun()

try {
  const postgres = await startOwnPostgres(drill)
  const database = async (name: string) => {
    const admin = new pg.Client(postgres.url)
    await admin.connect()
    await admin.query(`create database ${name}`)
    await admin.end()
    const settings = {
      DATABASE_URL: Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href,
      DATABASE_POOL_MAX: 2,
      DATABASE_CONNECT_TIMEOUT_MS: 5_000,
      DATABASE_QUERY_TIMEOUT_MS: 60_000,
      DATABASE_RETRIES_MAX: 3,
    }
    const db = openDb<never>(settings, silentLog)
    await migrate(db, migrationsOf(name))
    return { db, url: settings.DATABASE_URL }
  }
  const { bus, settings } = await testBus(drill)
  const { url: REDIS_URL, prefix: REDIS_PREFIX } = await testCache(drill)
  const identity = await testIdentity(drill, bus)
  const { headers, id: userId } = await identity.user({ expiresIn: '2h' })
  const common = { ...settings, NATS_REPLICAS: '1', REDIS_URL, REDIS_PREFIX, LOG_LEVEL: 'fatal' }
  const start = async (name: string, environment: Record<string, string> = {}) => {
    const { db, url } = await database(name)
    if (name === 'chat') await seedConversations(db, userId, Number(values.messages))
    await db.destroy()
    const service = await startService(name, { ...common, DATABASE_URL: url, ...environment })
    drill.teardown(service.stop)
    return service
  }
  await start('chat')
  const { url } = await start('export', { EXPORT_LINK_SECRET: 'a secret of this drill' })
  const jobs = exportJobs(url, headers)

  /** The digest of a direct export, with `strike` run after its first bytes; undefined if it broke off. */
  const direct = async (strike = async () => {}) => {
    const reply = await jobs.call('GET', '/api/conversations/export-all?format=ndjson')
    const hash = createHash('sha256')
    let struck = false
    try {
      for await (const chunk of reply.body ?? []) {
        hash.update(chunk)
        // Nothing is read meanwhile, so that the export is held where it is.
        if (!struck) await strike()
        struck = true
      }
    } catch {
      return undefined
    }
    return hash.digest('hex')
  }

  const whole = await direct()
  const undisturbed = await jobs.until((await jobs.start()).id, ended)
  check(undisturbed.sha256 === whole, 'a job’s file is what a direct export sends')
  for (const mode of ['fast', 'immediate'] as const) {
    const { id } = await jobs.start()
    const { rows } = await jobs.until(id, (job) => job.rows > 0 || ended(job), 5)
    const began = performance.now()
    await postgres.restart(mode)
    print(`${mode} restart after ${rows} rows, ${Math.round(performance.now() - began)} ms`)
    const { status, sha256, rows: all } = await jobs.until(id, ended)
    const same = sha256 === undisturbed.sha256 && all === Number(values.messages)
    check(status === 'completed' && same, 'the job ends with the file of an undisturbed run')
    const sent = await direct(() => postgres.restart(mode))
    print(sent ? 'the direct export continued' : 'the direct export was broken off')
    check(sent === undefined || sent === whole, 'a direct export is whole, or breaks off')
  }
} finally {
  await drill.close()
}
