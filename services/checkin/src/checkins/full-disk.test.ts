import { spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@lingzhi/testing/eventually'
import type { Test } from '@lingzhi/testing/test-servers'
import { required } from '@lingzhi/testing/test-servers'
import pg from 'pg'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

/** A disk of a few megabytes; undefined where nobody may mount one. */
function smallDisk(t: Test): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'lingzhi-disk-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder])
  t.teardown(() => {
    if (status === 0) spawnSync('umount', ['--lazy', folder])
    rmdirSync(folder)
  })
  return status === 0 ? folder : undefined
}

/** Moves the tables of a test's database, and what it writes on the side, to that disk. */
async function moveTo(disk: string, databaseUrl: string, name: string) {
  const client = new pg.Client(
    Object.assign(new URL(required('TEST_DATABASE_URL')), {
      pathname: new URL(databaseUrl).pathname,
    }).href,
  )
  await client.connect()
  const { rows } = await client.query('show data_directory')
  const { uid, gid } = statSync(rows[0].data_directory)
  chownSync(disk, uid, gid)
  await client.query(`create tablespace ${name} location '${disk}'`)
  for (const kind of ['table', 'index'])
    await client.query(`alter ${kind} all in tablespace pg_default set tablespace ${name}`)
  await client.query(`alter database ${client.database} set temp_tablespaces = ${name}`)
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
    [client.database],
  )
  await client.end()
}

t.test('on a full disk a check-in is refused until there is space, and readiness says why', async (t) => {
  const disk = smallDisk(t)
  if (!disk) return t.skip('no disk can be mounted here')
  const name = `small_${process.pid}`
  t.teardown(async () => {
    const client = new pg.Client(required('TEST_DATABASE_URL'))
    await client.connect()
    await client.query(`drop tablespace if exists ${name}`)
    await client.end()
  })
  const { app, identity, config } = await startTestApp(t)
  await moveTo(disk, config.DATABASE_URL, name)
  const { headers } = await identity.user()
  const ready = async () => (await app.inject('/api/health/ready')).json()
  await eventually(async () => (await ready()).checks.postgres.status === 'ok')

  const rest = join(disk, 'rest')
  try {
    writeFileSync(rest, Buffer.alloc(8 << 20))
  } catch {
    // What fits has been written: that was the purpose.
  }
  const refused = await app.inject({
    method: 'POST',
    url: '/api/checkin',
    headers: { ...headers, 'accept-language': 'en' },
  })
  t.equal(refused.statusCode, 503)
  t.equal(refused.headers['retry-after'], '30')
  t.match(refused.json(), {
    error_code: 'SERVICE_UNAVAILABLE',
    retry_after: 30,
    detail: /^The disk of the server is full/,
  })
  t.match(await ready(), {
    status: 'degraded',
    checks: { postgres: { status: 'degraded', reason: 'DISK_FULL' } },
  })
  t.equal((await app.inject({ url: '/api/checkin/status', headers })).statusCode, 200, 'reading goes on')

  rmSync(rest)
  t.equal((await app.inject({ method: 'POST', url: '/api/checkin', headers })).statusCode, 200)
  t.match(await ready(), { status: 'ok' })
})

t.test('a database that only reads refuses a check-in in the same way', async (t) => {
  const { app, identity, config } = await startTestApp(t)
  const client = new pg.Client(config.DATABASE_URL)
  await client.connect()
  await client.query(`alter database ${client.database} set default_transaction_read_only = on`)
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
    [client.database],
  )
  await client.end()
  const { headers } = await identity.user()
  await eventually(async () => {
    const { checks } = (await app.inject('/api/health/ready')).json()
    return checks.postgres.status === 'degraded' && checks.postgres.reason === 'READ_ONLY'
  })
  const refused = await app.inject({ method: 'POST', url: '/api/checkin', headers })
  t.match([refused.statusCode, refused.headers['retry-after']], [503, '10'])
  t.match(refused.json().message, /暂时只能读取/)
})
