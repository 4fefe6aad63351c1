import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import t from 'tap'
import { startedAt } from '../processes/identity.ts'
import { userNamed } from '../processes/service-user.ts'
import { waitUntil } from '../processes/wait-until.ts'
import { findServer } from './binaries.ts'
import { reachRedis } from './given.ts'
import { startNats } from './nats.ts'
import type { InfrastructureOptions } from './options.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import { openSecrets } from './secrets.ts'

const dataDir = mkdtempSync(join(realpathSync(tmpdir()), 'private-servers-'))
// As root PostgreSQL runs as another user, who has to traverse it.
chmodSync(dataDir, 0o711)
t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
const options = (): InfrastructureOptions => ({
  dataDir,
  env: process.env,
  secrets: openSecrets(dataDir),
  durable: false,
  note: () => {},
})

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const results = [await client.query(sql)].flat()
    return results.at(-1)!.rows
  } finally {
    await client.end()
  }
}

async function exchange(url: string, words: string): Promise<string> {
  const socket = createConnection({ port: Number(new URL(url).port), host: '127.0.0.1' })
  socket.end(words)
  return text(socket)
}

t.test('PostgreSQL lets a role of a service enter none of its own databases', async (t) => {
  const { url, server } = await startPostgres(options())
  t.teardown(() => server.stop())
  await query(url, "create role guest login password 'guest'")
  const foreign = new URL(url)
  foreign.username = foreign.password = 'guest'
  for (const database of ['postgres', 'template1']) {
    foreign.pathname = database
    await t.rejects(query(foreign.href, 'select 1'), { code: '42501' }, database)
  }
})

t.test('PostgreSQL keeps its data over a kill and a pid file that names another process', async (t) => {
  const first = await startPostgres(options())
  await query(first.url, 'create table kept (id int); insert into kept values (7)')
  // These servers may lose the last moments when killed; what a checkpoint wrote stays.
  await query(first.url, 'checkpoint')
  const pid = first.server.pid
  process.kill(pid, 'SIGKILL')
  await waitUntil(() => !startedAt(pid), { timeoutMs: 30_000 })
  await first.server.stop()
  writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n`)

  const second = await startPostgres(options())
  t.same(await query(second.url, 'select id from kept'), [{ id: 7 }])
  await second.server.stop()
  t.notOk(existsSync(join(dataDir, 'postgres', 'postmaster.pid')))
})

t.test('PostgreSQL that still runs for a killed launcher is stopped and started again', async (t) => {
  const code = `
    import { openSecrets } from '${new URL('secrets.ts', import.meta.url)}'
    import { startPostgres } from '${new URL('postgres.ts', import.meta.url)}'
    const dataDir = ${JSON.stringify(dataDir)}
    const { server } = await startPostgres({ dataDir, env: process.env, secrets: openSecrets(dataDir), durable: false, note() {} })
    process.stdout.write(String(server.pid))`
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [pid] = await once(launcher.stdout, 'data')
  launcher.kill('SIGKILL')
  await once(launcher, 'exit')
  t.ok(startedAt(Number(pid)))

  const next = await startPostgres(options())
  t.notOk(startedAt(Number(pid)))
  t.same(await query(next.url, 'select id from kept'), [{ id: 7 }])
  await next.server.stop()
})

t.test('PostgreSQL refuses connections without the password', async (t) => {
  const { url, server } = await startPostgres(options())
  const wrong = new URL(url)
  wrong.password = 'guess'
  await t.rejects(query(wrong.href, 'select 1'), { code: '28P01' })
  await server.stop()
})

t.test('Redis refuses connections without the password and never evicts keys', async (t) => {
  const { url, server } = await startRedis(options())
  t.match(await exchange(url, 'PING\r\nQUIT\r\n'), /NOAUTH/)
  const { password } = new URL(url)
  t.match(await exchange(url, `AUTH ${password}\r\nCONFIG GET maxmemory-policy\r\nQUIT\r\n`), /noeviction/)
  await server.stop()
})

t.test('NATS has JetStream and refuses connections without the password', async (t) => {
  const { url, server } = await startNats(options())
  const received = await exchange(url, 'CONNECT {"verbose":true}\r\nPING\r\n')
  t.match(received, /"jetstream":\s*true/)
  t.match(received, /Authorization Violation/)
  await server.stop()
})

t.test('no server is given the secrets of the shell', async (t) => {
  const secrets = { AWS_SECRET_ACCESS_KEY: 'cloud', SIGNING_SECRETS: 'edge', npm_config_token: 'npm' }
  const bin = mkdtempSync(join(dataDir, 'bin-'))
  const env = { ...process.env, ...secrets, PATH: `${bin}:${process.env.PATH}` }
  const environments: Record<string, string> = {}

  // Redis and NATS are found on PATH: a script before them there writes down its environment.
  for (const [name, start] of Object.entries({ 'redis-server': startRedis, 'nats-server': startNats })) {
    const file = join(bin, name)
    writeFileSync(
      file,
      `#!/bin/sh\nenv > '${file}.env'\nexec '${findServer(name as 'nats-server', process.env)}' "$@"\n`,
    )
    chmodSync(file, 0o755)
    const { server } = await start({ ...options(), env })
    environments[name] = readFileSync(`${file}.env`, 'utf8')
    await server.stop()
  }
  const { url, server } = await startPostgres({ ...options(), env })
  // Names alone: a value may hold what COPY takes for its end.
  const rows = await query(
    url,
    `create temp table env (line text); copy env from program 'env | cut -d= -f1 | tr -d "\\\\"';  table env`,
  )
  environments.postgres = JSON.stringify(rows)
  await server.stop()

  for (const [name, given] of Object.entries(environments)) {
    t.match(given, /PATH/, name)
    for (const secret of Object.keys(secrets)) t.notMatch(given, secret, name)
  }
})

t.test('a Redis that refuses the password is told before any service starts', async (t) => {
  const { url, server } = await startRedis(options())
  t.teardown(() => server.stop())
  const { host } = new URL(url)
  const message = `Redis refuses the password at ${host} (REDIS_URL): set the right one there or in REDIS_PASSWORD.`
  for (const wrong of [`redis://${host}`, `redis://:wrong@${host}`, `redis://some:body@${host}`])
    await t.rejects(reachRedis('REDIS_URL', wrong), { name: 'Fault', message })
  await reachRedis('REDIS_URL', url)
})

t.test(
  'started by root, each server runs as a user of its own, and takes over what root’s has made',
  { skip: process.getuid?.() !== 0 && 'only root can' },
  async (t) => {
    const folder = mkdtempSync(join(realpathSync(tmpdir()), 'private-servers-root-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const own = { ...options(), dataDir: folder, durable: true, secrets: openSecrets(folder) }
    const uidOf = (pid: number) => statSync(`/proc/${pid}`).uid

    // Nobody else may enter: as root, and it works.
    const asRoot = { redis: await startRedis(own), nats: await startNats(own) }
    for (const { server } of Object.values(asRoot)) {
      t.equal(uidOf(server.pid), 0)
      await server.stop()
    }
    chmodSync(folder, 0o711)
    for (const [name, start] of [
      ['redis', startRedis],
      ['nats', startNats],
    ] as const) {
      const { server } = await start(own)
      t.equal(uidOf(server.pid), userNamed(name)?.uid, name)
      t.equal(statSync(join(folder, name)).mode & 0o777, 0o700, 'and nobody else reads what it keeps')
      await server.stop()
    }
  },
)
