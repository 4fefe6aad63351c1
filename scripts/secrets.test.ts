import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'

/** A checkout that has what the script reads, and its run there. */
function checkout(t: Test, files: Record<string, string | Uint8Array> = {}) {
  const root = t.testdir({})
  for (const path of [
    'scripts/secrets.mjs',
    'packages/contracts/src/services.json',
    'docker/create-databases.sh',
    'docker/start-nats.sh',
    'docker/start-redis.sh',
  ]) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    copyFileSync(new URL(`../${path}`, import.meta.url), join(root, path))
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const run = (target = 'compose') => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/secrets.mjs', target], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    })
    return { status, stdout, stderr }
  }
  const read = (path = '.env') => readFileSync(join(root, path), 'utf8')
  const setting = (name: string, path?: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(read(path))?.[1]
  return { root, run, read, setting }
}
const needed = [
  'POSTGRES_PASSWORD',
  'REDIS_PASSWORD',
  ...['AUTH', 'CHAT', 'CHECKIN', 'EXPORT'].map((name) => `DATABASE_PASSWORD_${name}`),
  ...['GATEWAY', 'AUTH', 'CHAT', 'CHECKIN', 'EXPORT'].map((name) => `NATS_PASSWORD_${name}`),
  'AUTH_ENCRYPTION_KEY',
  'ADMIN_PASSWORD',
  'EXPORT_LINK_SECRET',
  'IDEMPOTENCY_SECRET',
]

t.test('a fresh checkout gets every secret, and is told where the password is', async (t) => {
  const { root, run, setting } = checkout(t)
  const { status, stdout } = run()
  t.equal(status, 0)
  t.match(stdout, /^\.env is written\. The administrator is admin, with the password that ADMIN_PASSWORD/)
  for (const name of needed) t.match(setting(name), /^.{32,}$/, name)
  t.equal(new Set(needed.map((name) => setting(name))).size, needed.length, 'no two are the same')
  t.equal(statSync(join(root, '.env')).mode & 0o777, 0o600)
})

t.test('a second run changes nothing, says so in one line and succeeds', async (t) => {
  for (const target of ['compose', 'kubernetes']) {
    const { run, read } = checkout(t)
    const path = target === 'compose' ? '.env' : 'k8s/overlays/dev/secrets/auth.env'
    t.equal(run(target).status, 0)
    const first = read(path)
    const { status, stdout, stderr } = run(target)
    t.same([status, stderr], [0, ''])
    t.match(stdout, /^.* complete, and stays as it is\. .*\n$/)
    t.equal(read(path), first)
  }
})

t.test('a file of one’s own is completed, and what it sets stays', async (t) => {
  const own =
    "# mine\r\nLLM_API_KEY='sk-$1'\r\nexport ADMIN_PASSWORD=mine\r\nNATS_PASSWORD_CHAT=\r\n#REDIS_PASSWORD=x"
  const { root, run, read, setting } = checkout(t, { '.env': own })
  const { status, stdout } = run()
  t.equal(status, 0)
  t.match(stdout, /completed with POSTGRES_PASSWORD, .*NATS_PASSWORD_CHAT/)
  t.notMatch(stdout, /with .*ADMIN_PASSWORD,/)
  t.match(
    read(),
    /^# mine\r\nLLM_API_KEY='sk-\$1'\r\nexport ADMIN_PASSWORD=mine\r\nNATS_PASSWORD_CHAT=\w{48}\r\n#REDIS/,
  )
  t.equal(read().match(/ADMIN_PASSWORD/g)?.length, 1)
  t.match(setting('REDIS_PASSWORD'), /^\w{48}$/)
  t.equal(statSync(join(root, '.env')).mode & 0o777, 0o600)
})

t.test('secrets that npm start has made are taken over, so that its data still opens', async (t) => {
  const made = {
    authEncryptionKey: 'a'.repeat(43),
    adminPassword: 'of npm start',
    databaseAuth: 'not asked for',
  }
  for (const dataDir of ['.data', 'elsewhere']) {
    const { run, setting } = checkout(t, {
      [`${dataDir}/secrets.json`]: JSON.stringify(made),
      ...(dataDir === '.data' ? {} : { '.env': 'DATA_DIR=elsewhere\n' }),
    })
    t.equal(run().status, 0)
    t.equal(setting('AUTH_ENCRYPTION_KEY'), made.authEncryptionKey)
    t.equal(setting('ADMIN_PASSWORD'), made.adminPassword)
    t.equal(setting('LLM_BASE_URL'), undefined, 'no address that only a container knows')
  }
})

t.test('what cannot be read or written is named in one line', async (t) => {
  const utf16 = checkout(t, { '.env': Buffer.from('\ufeffPORT=1\n', 'utf16le') })
  t.match(utf16.run(), { status: 1, stderr: /^\.env is in UTF-16.*UTF-8\.\n$/ })
  const folder = checkout(t, { '.env/file': '' })
  t.match(folder.run(), { status: 1, stderr: /^\.env cannot be read: EISDIR.*\n$/ })
  const broken = checkout(t, { '.data/secrets.json': '{' })
  t.match(broken.run(), { status: 1, stderr: /^\.data\/secrets\.json cannot be read: .*\n$/ })
  t.notOk(existsSync(join(broken.root, '.env')))
  t.match(checkout(t).run('docker'), { status: 2, stderr: /^Usage/ })
})

t.test('a service that Kubernetes gets later connects with the password of the first run', async (t) => {
  const folder = 'k8s/overlays/dev/secrets'
  const { run, setting } = checkout(t, {
    [`${folder}/infrastructure.env`]: 'POSTGRES_PASSWORD=p\nSERVICE_DB_PASSWORD=first\n',
  })
  t.equal(run('kubernetes').status, 0)
  t.match(setting('DATABASE_URL', `${folder}/chat.env`), '//lingzhi_chat:first@')
})

t.test('in Kubernetes each service has its own way into NATS and its own database', async (t) => {
  const folder = 'k8s/overlays/dev/secrets'
  const { run, setting, read } = checkout(t)
  t.equal(run('kubernetes').status, 0)
  const passwords = ['gateway', 'auth', 'chat', 'checkin', 'export'].map((name) => {
    const url = new URL(setting('NATS_URL', `${folder}/${name}.env`) ?? '')
    t.equal(url.username, name)
    t.equal(url.password, setting(`NATS_PASSWORD_${name.toUpperCase()}`, `${folder}/infrastructure.env`))
    return url.password
  })
  t.equal(new Set(passwords).size, 5)
  t.notMatch(read(`${folder}/chat.env`), setting('DATABASE_PASSWORD_AUTH', `${folder}/infrastructure.env`))
  t.equal(setting('REDIS_PASSWORD', `${folder}/checkin.env`), undefined)
  t.notMatch(read(`${folder}/lingzhi.env`), 'PASSWORD')
})
