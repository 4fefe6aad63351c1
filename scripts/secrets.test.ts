import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { parse } from 'yaml'

/** A checkout that has what the script reads, and its run there. */
function checkout(t: Test, files: Record<string, string | Uint8Array> = {}) {
  const root = t.testdir({})
  for (const path of [
    'scripts/secrets.mjs',
    'packages/contracts/src/services.json',
    'docker-compose.yml',
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
  const run = (target = 'compose', env: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/secrets.mjs', target], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...env },
    })
    return { status, stdout, stderr }
  }
  const read = (path = '.env') => readFileSync(join(root, path), 'utf8')
  const setting = (name: string, path?: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(read(path))?.[1]
  const secret = (name: string) => read(`secrets/${name}`)
  return { root, run, read, setting, secret }
}
const needed = [
  'POSTGRES_PASSWORD',
  'REDIS_PASSWORD',
  ...['AUTH', 'CHAT', 'CHECKIN', 'EXPORT', 'FILES', 'LEARNING'].map((name) => `DATABASE_PASSWORD_${name}`),
  ...['GATEWAY', 'AUTH', 'CHAT', 'CHECKIN', 'EXPORT', 'FILES', 'LEARNING'].map(
    (name) => `NATS_PASSWORD_${name}`,
  ),
  'AUTH_ENCRYPTION_KEY',
  'ADMIN_PASSWORD',
  'EXPORT_LINK_SECRET',
  'FILES_LINK_SECRET',
  'IDEMPOTENCY_SECRET',
]

t.test('a fresh checkout gets a file for every secret, and is told where the password is', async (t) => {
  const { root, run, read, secret } = checkout(t)
  const { status, stdout } = run()
  t.equal(status, 0)
  t.match(
    stdout,
    /^secrets is completed with POSTGRES_PASSWORD, .* is admin, with the password in secrets\/ADMIN_/,
  )
  for (const name of needed) t.match(secret(name), /^.{32,}$/, name)
  t.equal(new Set(needed.map((name) => secret(name))).size, needed.length, 'no two are the same')
  t.equal(statSync(join(root, 'secrets')).mode & 0o777, 0o700, 'on this machine its owner’s alone')
  t.equal(statSync(join(root, 'secrets/REDIS_PASSWORD')).mode & 0o777, 0o644, 'read by a container’s user')
  t.equal(secret('SMTP_PASSWORD'), '', 'what nobody can make is there, and counts as not set')
  t.notMatch(read('.env'), secret('ADMIN_PASSWORD'))
})

t.test('every file that docker-compose.yml wants is made', async (t) => {
  const { root, run, read } = checkout(t)
  t.equal(run().status, 0)
  const declared = Object.keys((parse(read('docker-compose.yml')) as { secrets: object }).secrets)
  t.same(readdirSync(join(root, 'secrets')).sort(), declared.sort())
})

t.test('a second run changes nothing, says so in one line and succeeds', async (t) => {
  for (const target of ['compose', 'kubernetes']) {
    const { run, read } = checkout(t)
    const path = target === 'compose' ? 'secrets/ADMIN_PASSWORD' : 'k8s/overlays/dev/secrets/auth.env'
    t.equal(run(target).status, 0)
    const first = read(path)
    const { status, stdout, stderr } = run(target)
    t.same([status, stderr], [0, ''])
    t.match(stdout, /^.* complete, and stays as it is\. .*\n$/)
    t.equal(read(path), first)
  }
})

t.test('a deployment that has its secrets in .env keeps every one of them, as Compose read it', async (t) => {
  const own = [
    '# mine',
    "LLM_API_KEY='sk-$1 #'",
    'export ADMIN_PASSWORD=mine # not this',
    'POSTGRES_PASSWORD="with \\"quotes\\" and $$"',
    'REDIS_PASSWORD: of-redis',
    'NATS_PASSWORD_CHAT=',
    '#NATS_PASSWORD_AUTH=x',
    'https_proxy=http://name:word@proxy:3128',
    "SMTP_PASSWORD='p@ss/w#rd$1'",
    '',
  ].join('\r\n')
  const { run, read, secret } = checkout(t, { '.env': own })
  t.equal(run().status, 0)
  t.equal(read(), own, '.env is as it was')
  for (const [name, value] of [
    ['LLM_API_KEY', 'sk-$1 #'],
    ['ADMIN_PASSWORD', 'mine'],
    ['POSTGRES_PASSWORD', 'with "quotes" and $'],
    ['REDIS_PASSWORD', 'of-redis'],
    ['HTTPS_PROXY', 'http://name:word@proxy:3128'],
    ['SMTP_PASSWORD', 'p@ss/w#rd$1'],
  ] as const)
    t.equal(secret(name), value, name)
  t.match(secret('NATS_PASSWORD_CHAT'), /^\w{48}$/)
  t.match(secret('NATS_PASSWORD_AUTH'), /^\w{48}$/)
})

t.test('what .env or the environment sets replaces a file; what they no longer set stays', async (t) => {
  const { root, run, secret } = checkout(t, { '.env': 'LLM_API_KEY=first\n' })
  t.equal(run().status, 0)
  writeFileSync(join(root, '.env'), 'LLM_API_KEY=second\n')
  t.match(run().stdout, /^changed after \.env or the environment: LLM_API_KEY\. /)
  t.equal(secret('LLM_API_KEY'), 'second')
  writeFileSync(join(root, '.env'), '')
  t.match(run().stdout, /complete, and stays as it is/)
  t.equal(secret('LLM_API_KEY'), 'second')
  t.equal(run('compose', { LLM_API_KEY: 'of the shell' }).status, 0)
  t.equal(secret('LLM_API_KEY'), 'of the shell')
})

t.test(
  'a value that Compose would not have taken as it stands is refused before anything is written',
  async (t) => {
    const { root, run } = checkout(t, { '.env': 'REDIS_PASSWORD=pass$word\n' })
    t.match(run(), { status: 1, stderr: /^REDIS_PASSWORD in \.env has a \$ outside single quotes/ })
    t.notOk(existsSync(join(root, 'secrets')))
  },
)

t.test('secrets that npm start has made are taken over, so that its data still opens', async (t) => {
  const made = {
    authEncryptionKey: 'a'.repeat(43),
    adminPassword: 'of npm start',
    databaseAuth: 'not asked for',
  }
  for (const dataDir of ['.data', 'elsewhere']) {
    const { run, secret } = checkout(t, {
      [`${dataDir}/secrets.json`]: JSON.stringify(made),
      ...(dataDir === '.data' ? {} : { '.env': 'DATA_DIR=elsewhere\n' }),
    })
    t.equal(run().status, 0)
    t.equal(secret('AUTH_ENCRYPTION_KEY'), made.authEncryptionKey)
    t.equal(secret('ADMIN_PASSWORD'), made.adminPassword)
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
