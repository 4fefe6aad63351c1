import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { AdminConfig } from '../services/auth/src/config.ts'

const script = fileURLToPath(new URL('./admin.ts', import.meta.url))

t.test('the admin command gets what its schema names and no other secret of the shell', async (t) => {
  // In place of the service's command: prints the environment it was given.
  const cwd = t.testdir({
    services: { auth: { src: { 'admin.ts': 'console.log(JSON.stringify(process.env))' } } },
    data: { 'secrets.json': '{"authEncryptionKey":"key","databasePassword.a_auth":"own"}' },
  })
  const secrets = {
    SIGNING_SECRETS: 'secret',
    SMTP_PASSWORD: 'secret',
    EXPORT_S3_SECRET_KEY: 'secret',
    AWS_SECRET_ACCESS_KEY: 'secret',
    LLM_API_KEY: 'secret',
    NATS_URL: 'nats://secret',
    DATABASE_URL_FILE: '',
  }
  const env = {
    ...secrets,
    PATH: process.env.PATH,
    DATABASE_PREFIX: 'a_',
    DATA_DIR: `${cwd}/data`,
    DATABASE_URL: 'postgres://boss:secret@db',
  }
  const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd, env, timeout: 30_000 })
  // tap adds its own to every process below it.
  const all = Object.entries<string>(JSON.parse(stdout)).filter(([name]) => !name.startsWith('_TAPJS_'))
  const given = Object.fromEntries(all)
  const allowed = new Set([...Object.keys(AdminConfig.properties), 'PATH', 'LOG_LEVEL', 'NODE_OPTIONS'])
  t.same(
    Object.keys(given).filter((name) => !allowed.has(name)),
    [],
  )
  t.notMatch(JSON.stringify(given), /secret/)
  t.match(given, { AUTH_ENCRYPTION_KEY: 'key', DATABASE_URL: /own@db/ })
})
