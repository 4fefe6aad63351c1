import { spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDb } from '@lingzhi/db/open-db'
import type { DatabaseSettings } from '@lingzhi/db/settings'
import { eventually } from '@lingzhi/testing/eventually'
import { silentLog } from '@lingzhi/testing/silent-log'
import type { Test } from '@lingzhi/testing/test-servers'
import { required } from '@lingzhi/testing/test-servers'
import { sql } from 'kysely'
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

/** Statements of an administrator in the test's own database, whose other connections begin anew afterwards. */
async function change(settings: DatabaseSettings, statements: (database: string) => string[]) {
  const { pathname } = new URL(settings.DATABASE_URL)
  const url = Object.assign(new URL(required('TEST_DATABASE_URL')), { pathname }).href
  const db = openDb({ ...settings, DATABASE_URL: url }, silentLog)
  for (const statement of statements(pathname.slice(1))) await sql.raw(statement).execute(db)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
  const { rows } = await sql<{ folder: string }>`select current_setting('data_directory') as folder`.execute(
    db,
  )
  await db.destroy()
  return rows[0]?.folder ?? ''
}

/** Moves the tables of a test's database, and what it writes on the side, to that disk. */
async function moveTo(disk: string, settings: DatabaseSettings) {
  const name = `small_${process.pid}`
  const { uid, gid } = statSync(await change(settings, () => []))
  chownSync(disk, uid, gid)
  await change(settings, (database) => [
    `create tablespace ${name} location '${disk}'`,
    `alter table all in tablespace pg_default set tablespace ${name}`,
    `alter index all in tablespace pg_default set tablespace ${name}`,
    `alter database ${database} set temp_tablespaces = ${name}`,
  ])
  return () =>
    change(settings, (database) => [
      `alter database ${database} reset temp_tablespaces`,
      `alter table all in tablespace ${name} set tablespace pg_default`,
      `alter index all in tablespace ${name} set tablespace pg_default`,
      `drop tablespace ${name}`,
    ])
}

t.test('on a full disk a check-in is refused until there is space, and readiness says why', async (t) => {
  const disk = smallDisk(t)
  if (!disk) return t.comment('no disk can be mounted here')
  const { app, identity, config } = await startTestApp(t)
  const moveBack = await moveTo(disk, config)
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
  await moveBack()
})

t.test('a database that only reads refuses a check-in in the same way', async (t) => {
  const { app, identity, config } = await startTestApp(t)
  await change(config, (database) => [`alter database ${database} set default_transaction_read_only = on`])
  const { headers } = await identity.user()
  await eventually(async () => {
    const { checks } = (await app.inject('/api/health/ready')).json()
    return checks.postgres.status === 'degraded' && checks.postgres.reason === 'READ_ONLY'
  })
  const refused = await app.inject({ method: 'POST', url: '/api/checkin', headers })
  t.match([refused.statusCode, refused.headers['retry-after']], [503, '10'])
  t.match(refused.json().message, /暂时只能读取/)
})
