import { chmodSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Fault } from '../fault.ts'
import { openRunRecord } from '../processes/run-record.ts'
import { searchPath } from './binaries.ts'
import { openInfrastructure } from './infrastructure.ts'
import { openSecrets } from './secrets.ts'

const prefix = join(realpathSync(tmpdir()), 'lingzhi-test-')
const note = (line: string) => process.stderr.write(`${line}\n`)

/**
 * Infrastructure for tests and measurements: private instances below a temporary directory that `close` removes, or
 * the servers that TEST_*_URL name. Measurements use durable ones, which wait for the disk as in production.
 */
export async function openTestInfrastructure(env: NodeJS.ProcessEnv, { durable = false } = {}) {
  await removeAbandoned()
  const dataDir = mkdtempSync(prefix)
  // As root PostgreSQL runs as another user, who has to pass through.
  chmodSync(dataDir, 0o711)
  const record = await openRunRecord(dataDir)
  const remove = () => rmSync(dataDir, { recursive: true, force: true })
  try {
    const infrastructure = await openInfrastructure(
      { dataDir, env, secrets: openSecrets(dataDir), note, durable, record },
      { postgres: 'TEST_DATABASE_URL', redis: 'TEST_REDIS_URL', nats: 'TEST_NATS_URL' },
    )
    return {
      env: {
        TEST_DATABASE_URL: infrastructure.databaseUrl,
        TEST_REDIS_URL: infrastructure.redisUrl,
        TEST_NATS_URL: infrastructure.natsUrl,
        // For tests that start a server of their own.
        PATH: searchPath(env).join(delimiter),
      },
      async close() {
        await infrastructure.stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** A test run that was killed left its servers and its directory: the next one removes both. */
async function removeAbandoned() {
  const parent = join(prefix, '..')
  for (const name of readdirSync(parent).filter((one) => join(parent, one).startsWith(prefix))) {
    const dataDir = join(parent, name)
    // What others left in the shared temporary directory is theirs to say, and not to be believed.
    const mine = statSync(dataDir, { throwIfNoEntry: false })?.uid === process.getuid?.()
    if (!mine || !existsSync(join(dataDir, 'running.json'))) continue
    try {
      const record = await openRunRecord(dataDir, note)
      record.close()
      rmSync(dataDir, { recursive: true, force: true })
    } catch (error) {
      // Still in use by another run, or just being removed by one.
      if (!(error instanceof Fault) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}
