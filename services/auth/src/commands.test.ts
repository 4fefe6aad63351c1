import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'
import { password, startTestApp } from './test-app.ts'

const shared = await startTestApp(t)
const { config, db, call, register } = shared

/** Runs one of the service's commands as an operator would. */
async function run(file: string, args: string[] = [], env: Record<string, string> = {}) {
  const { DATABASE_URL, AUTH_ENCRYPTION_KEY } = config
  const path = `${import.meta.dirname}/${file}`
  const settings = { env: { ...env, DATABASE_URL, AUTH_ENCRYPTION_KEY }, timeout: 30_000 }
  return promisify(execFile)(process.execPath, [path, ...args], settings)
}

t.test('an operator creates the administrator, and gets back in as one who forgot everything', async (t) => {
  const { stdout } = await run('admin.ts', ['root'])
  const printed = /password: (\S+)/.exec(stdout)?.[1] ?? ''
  const first = await call('POST', '/api/login', { username: 'root', password: printed })
  t.match(first, { status: 200, data: { user: { role: 'admin' } } })

  await db
    .updateTable('users')
    .set({ role: 'user', status: 'disabled' })
    .where('username', '=', 'root')
    .execute()
  const refused = await run('admin.ts', ['root']).catch((err) => err)
  t.match(refused, { code: 1, stdout: /root is no administrator: .* since 20.*--promote/ })
  const given = await run('admin.ts', ['--promote', 'root'], { ADMIN_PASSWORD: password })
  t.notOk(given.stdout.includes(password), 'a password that was given is not repeated')
  const again = await call('POST', '/api/login', { username: 'root', password })
  t.match(again, { status: 200, data: { user: { id: first.data.user.id, role: 'admin' } } })
  t.equal((await call('POST', '/api/refresh', { refresh_token: first.data.refresh_token })).status, 401)
})

t.test('an operator rotates the signing key; who is signed in stays so', async (t) => {
  const user = await register()
  await run('rotate-keys.ts')
  const { keys } = await call('GET', '/.well-known/jwks.json')
  t.equal(keys.length, 2)
  t.equal((await call('GET', '/api/user/info', undefined, user.headers)).status, 200)
  await run('rotate-keys.ts', ['--replace'])
  t.equal((await call('GET', '/.well-known/jwks.json')).keys.length, 1)
})
