import { randomBytes } from 'node:crypto'
import { migrate } from '@lingzhi/db/migrate'
import { openDb } from '@lingzhi/db/open-db'
import type { DatabaseSettings } from '@lingzhi/db/settings'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { silentLog } from './silent-log.ts'
import type { Test } from './test-servers.ts'
import { required } from './test-servers.ts'

export interface TestDatabase<DB> {
  db: Kysely<DB>
  settings: DatabaseSettings
}

/** A database of the test's own, migrated, dropped at the end of the test. */
export async function testDatabase<DB>(t: Test, migrations: string): Promise<TestDatabase<DB>> {
  const server = required('TEST_DATABASE_URL')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client(server)
  await admin.connect()
  await admin.query(`create database ${name}`)
  const settings = {
    DATABASE_URL: Object.assign(new URL(server), { pathname: `/${name}` }).href,
    DATABASE_POOL_MAX: 8,
    DATABASE_CONNECT_TIMEOUT_MS: 5_000,
    DATABASE_QUERY_TIMEOUT_MS: 15_000,
    DATABASE_RETRIES_MAX: 3,
  }
  const db = openDb<DB>(settings, silentLog)
  t.teardown(async () => {
    await db.destroy()
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  })
  await migrate(db, migrations)
  return { db, settings }
}
