import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDatabase } from '@lingzhi/contracts/services'
import { ensureDatabases } from '@lingzhi/stack/infrastructure/databases'
import { openSecrets } from '@lingzhi/stack/infrastructure/secrets'
import { required, type Test } from '@lingzhi/testing/test-servers'
import pg from 'pg'
import { openDeployment } from '../deployment/open-deployment.ts'
import type { Doing } from './backup-options.ts'
import { openOwnBus } from './our-streams.ts'
import { migrationsHere } from './product.ts'

/**
 * A deployment of the test's own on the given servers of the run, with a table in each database, which counts as migrated, and facts in a stream: a
 * backup asks no more of a deployment. Everything is removed at the end.
 */
export async function testDeployment(t: Test, settings: NodeJS.ProcessEnv = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'lingzhi-test-backup-'))
  const name = randomBytes(4).toString('hex')
  const server = required('TEST_DATABASE_URL')
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: dataDir,
    DATABASE_URL: await createAdmin(server, `t${name}_admin`),
    REDIS_URL: required('TEST_REDIS_URL'),
    NATS_URL: required('TEST_NATS_URL'),
    DATABASE_PREFIX: `t${name}_`,
    NATS_PREFIX: `t${name}_`,
    ...settings,
  }
  // Below a root, so that no .env of this checkout is read.
  const open = () => openDeployment(env, { root: dataDir })
  const deployment = open()
  await ensureDatabases({
    adminUrl: env.DATABASE_URL,
    services: withDatabase,
    secrets: openSecrets(dataDir),
    prefix: env.DATABASE_PREFIX,
  })
  const query = (service: string, text: string) => queryAt(server, `${env.DATABASE_PREFIX}${service}`, text)
  for (const service of withDatabase)
    await query(
      service,
      `create table notes (id int primary key, text text, at timestamptz default now());
       insert into notes select n, repeat('灵值 ', n) from generate_series(1, 50) n;
       create table kysely_migration (name text primary key, timestamp text);
       insert into kysely_migration select unnest('{${migrationsHere(service)}}'::text[]), ''`,
    )
  const bus = await openOwnBus(deployment, env.NATS_URL)
  const stream = bus.resource('auth-facts')
  await bus.jsm.streams.add({ name: stream, subjects: [bus.subject('auth.>')] })
  for (let n = 0; n < 20; n++)
    await bus.js.publish(bus.subject('auth.user.registered'), `{"n":${n}}`, { msgID: `m${n}` })
  t.teardown(async () => {
    await deployment.close()
    for await (const one of bus.jsm.streams.list())
      if (one.config.name.startsWith(bus.resource(''))) await bus.jsm.streams.delete(one.config.name)
    await bus.close()
    await dropAll(server, env.DATABASE_PREFIX)
    rmSync(dataDir, { recursive: true, force: true })
  })
  return { deployment, open, dataDir, env, query, bus, stream, run: doing() }
}

/** Steps that tell nobody. */
export function doing(): Doing & { told: string[] } {
  const told: string[] = []
  return {
    told,
    dryRun: false,
    signal: new AbortController().signal,
    note: (text) => void told.push(text),
    step: (title, work) => work((detail) => void told.push(`${title}: ${detail}`)),
  }
}

/** Looks that tell nobody. */
export function looking() {
  const told: string[] = []
  return {
    told,
    signal: new AbortController().signal,
    async check(name: string, look: () => Promise<string | { ok: boolean; detail: string }>) {
      const found = await look().catch((error: Error) => ({ ok: false, detail: error.message }))
      const { ok, detail } = typeof found === 'string' ? { ok: true, detail: found } : found
      told.push(`${name}: ${detail}`)
      return ok
    },
  }
}

/** As operators have on a server that was given to them: it may create databases and roles, and is no superuser. */
async function createAdmin(server: string, name: string): Promise<string> {
  const client = new pg.Client(server)
  await client.connect()
  await client.query(`create role ${name} login createdb createrole password 'test'`)
  await client.query(`create database ${name} owner ${name}`)
  await client.end()
  return Object.assign(new URL(server), { username: name, password: 'test', pathname: `/${name}` }).href
}

async function queryAt(server: string, database: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(Object.assign(new URL(server), { pathname: `/${database}` }).href)
  await client.connect()
  try {
    await client.query(`set role ${database}`)
    const results = (await client.query(text)) as unknown as pg.QueryResult | pg.QueryResult[]
    return [results].flat().at(-1)!.rows
  } finally {
    await client.end()
  }
}

export async function dropAll(server: string, prefix: string) {
  const client = new pg.Client(server)
  await client.connect()
  const { rows } = await client.query('select datname from pg_database where datname like $1', [`${prefix}%`])
  for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  for (const role of [...withDatabase, 'admin']) await client.query(`drop role if exists ${prefix}${role}`)
  await client.end()
}
