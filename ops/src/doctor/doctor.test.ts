import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { join } from 'node:path'
import { startOwnRedis } from '@lingzhi/testing/own-redis'
import type { Test as Scope } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { openDeployment } from '../deployment/open-deployment.ts'
import type { Look } from './look.ts'
import { clock, disk, port } from './machine.ts'
import { certificates, model, proxy } from './platform.ts'
import { bus, database, redis } from './servers.ts'
import { settings, timeZone } from './settings.ts'

const { TEST_DATABASE_URL, TEST_REDIS_URL, TEST_NATS_URL } = process.env
const healthy = { DATABASE_URL: TEST_DATABASE_URL, REDIS_URL: TEST_REDIS_URL, NATS_URL: TEST_NATS_URL }
type Test = Scope & { testdir(): string }

async function examine(t: Test, look: Look, env: NodeJS.ProcessEnv = {}, dataDir = t.testdir()) {
  const deployment = openDeployment({ ...healthy, ...env, DATA_DIR: dataDir }, {})
  try {
    const found = await look.look({ deployment, signal: new AbortController().signal })
    return typeof found === 'string' ? { ok: true, detail: found } : found
  } finally {
    await deployment.close()
  }
}

async function listening(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

const provider = async (t: Test, answer: RequestListener) =>
  `http://127.0.0.1:${await listening(t, createServer(answer))}/v1`

t.test('a healthy deployment is called so', async (t) => {
  for (const look of [settings, timeZone, database, redis, bus, clock, model, proxy, certificates]) {
    const { ok, detail } = await examine(t, look)
    t.ok(ok, `${look.name}: ${detail}`)
  }
})

t.test('a port that another program has', async (t) => {
  const taken = await listening(t, createTcpServer())
  t.match(await examine(t, port, { PORT: String(taken) }), { ok: false, detail: /in use.*\n→ PORT=/ })
})

t.test('a setting that no service takes, and a zone that is none', async (t) => {
  t.match(await examine(t, settings, { ACCESS_TOKEN_TTL_S: 'soon' }), {
    ok: false,
    detail: /ACCESS_TOKEN_TTL_S/,
  })
  t.match(await examine(t, timeZone, { TIMEZONE: 'Mars/Olympus' }), { ok: false, detail: /Mars.*\n→/ })
})

t.test('a disk without room', async (t) => {
  // A file system that has no room by its nature.
  const patient = { deployment: { dataDir: '/proc' }, signal: new AbortController().signal }
  t.match(await disk.look(patient as never), { ok: false, detail: /0 MB free.*\n→ make room/ })
})

t.test('a database that refuses the password, without telling it', async (t) => {
  const wrong = new URL(TEST_DATABASE_URL!)
  wrong.password = 'not-this-one'
  const told = await examine(t, database, { DATABASE_URL: wrong.href }).catch((error) => ({
    ok: false,
    detail: error.message,
  }))
  t.match(told, { ok: false, detail: /refuses the name or the password/ })
  t.notMatch(told.detail, 'not-this-one')
})

t.test('a Redis that drops keys, and one that refuses writes', async (t) => {
  const { url, admin } = await startOwnRedis(t)
  await admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
  t.match(await examine(t, redis, { REDIS_URL: url }), { ok: false, detail: /allkeys-lru.*\n→ config set/ })
  await admin.config('SET', 'maxmemory-policy', 'noeviction')
  await admin.config('SET', 'maxmemory', '1')
  t.match(await examine(t, redis, { REDIS_URL: url }), {
    ok: false,
    detail: /refuses writes.*\n→ raise maxmemory/s,
  })
})

t.test('a NATS that nobody is at', async (t) => {
  const wrong = new URL(TEST_NATS_URL!)
  wrong.password = 'not-this-one'
  const told = await examine(t, bus, { NATS_URL: wrong.href })
  t.match(told, { ok: false, detail: /\n→ start NATS/ })
  t.notMatch(told.detail, 'not-this-one')
})

t.test('a provider that refuses the key, and a clock that is off', async (t) => {
  const refusing = await provider(t, (_request, response) => void response.writeHead(401).end())
  t.match(await examine(t, model, { LLM_BASE_URL: refusing, LLM_API_KEY: 'wrong-key' }), { ok: false })
  const later = await provider(t, (_request, response) => {
    response.writeHead(200, { date: new Date(Date.now() + 3_600_000).toUTCString() }).end()
  })
  t.match(await examine(t, clock, { LLM_BASE_URL: later }), {
    ok: false,
    detail: /-3600 s ahead|-3599 s ahead/,
  })
})

t.test('a proxy in front that is not trusted', async (t) => {
  const dataDir = t.testdir()
  mkdirSync(join(dataDir, 'logs'))
  writeFileSync(
    join(dataDir, 'logs/gateway.log'),
    `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), proxy: '10.0.0.7', msg: 'a proxy names its clients, but is not trusted' })}\n`,
  )
  t.match(await examine(t, proxy, {}, dataDir), {
    ok: false,
    detail: /10\.0\.0\.7.*\n→ TRUSTED_PROXIES=10\.0\.0\.7/,
  })
})

t.test('a certificate that is about to end', async (t) => {
  const folder = t.testdir()
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '3', '-subj', '/CN=localhost', '-keyout', key, '-out', cert],
  ])
  t.equal(made.status, 0)
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) })
  const at = await listening(t, server)
  t.match(await examine(t, certificates, { PUBLIC_URL: `https://127.0.0.1:${at}` }), {
    ok: false,
    detail: /ends in [23] days\n→ renew it/,
  })
})
