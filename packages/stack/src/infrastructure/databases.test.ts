import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { ensureDatabases } from './databases.ts'
import { openSecrets } from './secrets.ts'

const adminUrl = process.env.TEST_DATABASE_URL!
const prefix = `databases_test_${process.pid}_`
const services = ['alpha', 'beta']
const dataDir = mkdtempSync(join(tmpdir(), 'databases-'))

t.teardown(async () => {
  for (const service of services) {
    await query(adminUrl, `drop database if exists ${prefix}${service}`)
    await query(adminUrl, `drop role if exists ${prefix}${service}`)
  }
  rmSync(dataDir, { recursive: true })
})

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const ensure = () => ensureDatabases({ adminUrl, services, secrets: openSecrets(dataDir), prefix })

t.test('databases are created once and kept with their data', async (t) => {
  const first = await ensure()
  await query(first.alpha!, 'create table kept (id int); insert into kept values (7)')
  const second = await ensure()
  t.same(second, first)
  t.same(await query(second.alpha!, 'select id from kept'), [{ id: 7 }])
})

t.test("a role cannot enter another service's database", async (t) => {
  const urls = await ensure()
  const foreign = new URL(urls.alpha!)
  foreign.pathname = new URL(urls.beta!).pathname
  await t.rejects(query(foreign.href, 'select 1'), { code: '42501' })
})

t.test('a role may not create databases or roles', async (t) => {
  const { alpha } = await ensure()
  await t.rejects(query(alpha!, `create role ${prefix}other`), { code: '42501' })
  await t.rejects(query(alpha!, `create database ${prefix}other`), { code: '42501' })
})

t.test('the limits of a session come with the role', async (t) => {
  const { alpha } = await ensure()
  t.same(await query(alpha!, 'show statement_timeout'), [{ statement_timeout: '30s' }])
})

t.test('a lost secrets.json gets new passwords that work', async (t) => {
  const before = await ensure()
  rmSync(join(dataDir, 'secrets.json'))
  const after = await ensure()
  t.not(after.alpha, before.alpha)
  t.same(await query(after.alpha!, 'select id from kept'), [{ id: 7 }])
  t.equal(statSync(join(dataDir, 'secrets.json')).mode & 0o777, 0o600)
})
