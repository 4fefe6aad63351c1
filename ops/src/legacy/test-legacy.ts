import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '@lingzhi/db/migrate'
import { openDb } from '@lingzhi/db/open-db'
import { ensureDatabases } from '@lingzhi/stack/infrastructure/databases'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { silentLog } from '@lingzhi/testing/silent-log'
import { required, type Test } from '@lingzhi/testing/test-servers'
import pg from 'pg'
import { checkout } from '../backup/product.ts'
import { openDeployment } from '../deployment/open-deployment.ts'

const services = ['auth', 'chat', 'checkin'] as const

/** A deployment of the test's own that has been started once: its databases are there and migrated. Everything goes at the end. */
export async function testPlatform(t: Test) {
  const dataDir = mkdtempSync(join(tmpdir(), 'lingzhi-test-legacy-'))
  const prefix = `t${process.pid}_${Math.random().toString(36).slice(2, 8)}_`
  const server = required('TEST_DATABASE_URL')
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: dataDir,
    DATABASE_URL: server,
    REDIS_URL: required('TEST_REDIS_URL'),
    NATS_URL: required('TEST_NATS_URL'),
    DATABASE_PREFIX: prefix,
    NATS_PREFIX: prefix,
    AUTH_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  }
  const deployment = openDeployment(env, { root: dataDir })
  await ensureDatabases({ adminUrl: server, services: [...services], secrets: openSecrets(dataDir), prefix })
  const urls = new Map<string, string>()
  for (const service of services) urls.set(service, await deployment.databaseOf(service))
  // It holds the data directory, as long as it is open.
  await deployment.close()
  for (const service of services) {
    const settings = {
      DATABASE_URL: urls.get(service)!,
      DATABASE_POOL_MAX: 2,
      DATABASE_CONNECT_TIMEOUT_MS: 5_000,
      DATABASE_QUERY_TIMEOUT_MS: 15_000,
      DATABASE_RETRIES_MAX: 3,
    }
    const db = openDb(settings, silentLog)
    await migrate(db, join(checkout, 'services', service, 'migrations'))
    await db.destroy()
  }
  t.teardown(async () => {
    const admin = new pg.Client(server)
    await admin.connect()
    for (const service of services) {
      await admin.query(`drop database if exists "${prefix}${service}" with (force)`)
      await admin.query(`drop role if exists "${prefix}${service}"`)
    }
    await admin.end()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const query = async (service: (typeof services)[number], text: string) => {
    const client = new pg.Client(urls.get(service))
    await client.connect()
    try {
      return (await client.query(text)).rows as Record<string, unknown>[]
    } finally {
      await client.end()
    }
  }
  const begin = (file: string, ...args: string[]) =>
    spawn(
      process.execPath,
      [join(checkout, 'ops/src/main.ts'), 'import-legacy', file, `--root=${dataDir}`, '--json', ...args],
      { env, cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'] },
    )
  /** Runs the command as an operator would; its document. */
  const ops = async (file: string, ...args: string[]) => {
    const child = begin(file, ...args)
    let [printed, said] = ['', '']
    child.stdout.on('data', (text) => {
      printed += text
    })
    child.stderr.on('data', (text) => {
      said += text
    })
    const [code] = await once(child, 'close')
    if (printed === '') throw new Error(`nothing was printed: ${said}`)
    return { code, ...JSON.parse(printed) }
  }
  /** Everything that an import could have changed. */
  const everything = async () =>
    JSON.stringify([
      await query('auth', 'select * from users order by id'),
      await query('auth', 'select * from imported_users order by source, origin'),
      await query('chat', 'select * from agents order by id'),
      await query('chat', 'select * from conversations order by id'),
      await query('chat', 'select * from messages order by id'),
      await query('checkin', 'select * from points_ledger order by user_id, seq'),
      await query('checkin', 'select * from checkin_records order by user_id, checkin_date'),
      await query('checkin', 'select * from points_accounts order by user_id'),
    ])
  return { query, ops, begin, everything }
}

/** The schema of the Lingzhi back end, as far as it comes over, and a table that does not. */
const lingzhiSchema = `
  create table users (id integer primary key autoincrement, username text unique not null, email text, phone text,
    password_hash text not null, total_lingzhi integer default 100, status text default 'active', last_login_at timestamp,
    avatar_url text, real_name text, is_verified boolean default 0, login_type text default 'phone', referrer_id integer,
    title text, position text, gender text, bio text, location text, website text,
    created_at timestamp default current_timestamp, updated_at timestamp);
  create table admins (id integer primary key, username text, password_hash text);
  create table agents (id integer primary key, name text, description text, system_prompt text, model_config text, tools text,
    status text default 'active', avatar_url text, created_by integer, created_at timestamp, updated_at timestamp);
  create table conversations (id integer primary key, agent_id integer, user_id integer, conversation_id text, messages text,
    title text, created_at timestamp default current_timestamp, updated_at timestamp);
  create table messages (id integer primary key, conversation_id integer, role text, content text, created_at timestamp);
  create table checkin_records (id integer primary key, user_id integer, checkin_date date, lingzhi_earned integer default 10,
    created_at timestamp, unique (user_id, checkin_date));
  create table lingzhi_consumption_records (id integer primary key, user_id integer, consumption_type text);`

/** A database of the Lingzhi back end in a file of the test's own. */
export function lingzhiDatabase(
  t: Test & { testdir: () => string },
  fill: (db: DatabaseSync) => void,
): string {
  const file = join(t.testdir(), 'lingzhi_ecosystem.db')
  const db = new DatabaseSync(file)
  db.exec(lingzhiSchema)
  fill(db)
  db.close()
  return file
}
