import { sendRequest } from '@lingzhi/bus/request'
import { ApiKeyExchange } from '@lingzhi/contracts/auth'
import { pino } from 'pino'
import t from 'tap'
import { keepHouse } from './schedule.ts'
import { password, startTestApp } from './test-app.ts'

t.test('no log line, error response or audit entry of a full journey contains a secret', async (t) => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  // Nothing listens there: the mail fails, and the failure is logged.
  const env = { SMTP_HOST: '127.0.0.1', SMTP_PORT: '1', SMTP_USER: 'mailer', SMTP_PASSWORD: 'smtp-secret' }
  const { app, bus, db, deps, config, call, register, registerAdmin } = await startTestApp(t, { log, env })
  const secrets = new Set([password, 'smtp-secret', config.AUTH_ENCRYPTION_KEY])
  const errors: string[] = []
  const step = async (...args: Parameters<typeof call>) => {
    const reply = await call(...args)
    for (const name of ['token', 'access_token', 'refresh_token', 'key']) {
      const secret = reply.data?.[name]
      if (secret) secrets.add(secret)
    }
    const cookie = /lz_refresh=([^;]+)/.exec(String(reply.headers['set-cookie']))?.[1]
    if (cookie) secrets.add(cookie)
    if (reply.status >= 400) errors.push(JSON.stringify(reply))
    return reply
  }
  const wrong = [
    'a wrong guess 1',
    'typed-my-password-as-a-name',
    'a much better password',
    'lzr_made-up-refresh',
  ]
  for (const secret of wrong) secrets.add(secret)

  const admin = await registerAdmin()
  const mei = await register({ username: 'mei', email: 'mei@example.com' })
  for (const user of [admin, mei]) secrets.add(user.access_token).add(user.refresh_token)
  await step('POST', '/api/register', { username: 'mei', password })
  await step('POST', '/api/login', { username: 'mei', password: wrong[0] })
  for (let n = 0; n < 6; n++) await step('POST', '/api/login', { username: wrong[1], password: wrong[0] })
  await step('POST', '/api/login', `{"username":"mei","password":"${password}`)
  await step('POST', '/api/login', { username: 'mei', password })
  const next = await step('POST', '/api/refresh', { refresh_token: mei.refresh_token })
  await step('POST', '/api/refresh', { refresh_token: wrong[3] })
  const cookie = `lz_refresh=${next.data.refresh_token}`
  await step('POST', '/api/refresh', undefined, { cookie })
  await step('POST', '/api/refresh', undefined, { cookie, 'x-requested-with': 'console' })
  await step('GET', '/api/user/info', undefined, { authorization: `Bearer ${mei.access_token}x` })
  const key = await step('POST', '/api/user/api-keys', { name: 'k' }, mei.headers)
  secrets.add((await sendRequest(bus, ApiKeyExchange, { key: key.data.key })).access_token)
  await sendRequest(bus, ApiKeyExchange, { key: 'lz_typed-wrong' }).catch(() => {})
  await step('DELETE', `/api/user/api-keys/${key.data.id}`, undefined, mei.headers)
  await step('POST', '/api/forgot-password', { email: 'mei@example.com' })
  await deps.background.close()
  await step('POST', '/api/reset-password', { token: wrong[3], new_password: wrong[2] })
  await step(
    'POST',
    '/api/user/change-password',
    { old_password: wrong[0], new_password: wrong[2] },
    mei.headers,
  )
  await step(
    'POST',
    '/api/user/change-password',
    { old_password: password, new_password: wrong[2] },
    mei.headers,
  )
  await step('PATCH', `/api/admin/users/${mei.user.id}`, { status: 'disabled' }, admin.headers)
  await keepHouse(deps, config).close()
  // A fault of ours: the table a login writes is gone.
  await db.schema.alterTable('sessions').renameTo('elsewhere').execute()
  t.equal((await step('POST', '/api/login', { username: admin.user.username, password })).status, 500)
  await db.schema.alterTable('elsewhere').renameTo('sessions').execute()
  await app.close()

  const audit = JSON.stringify(await db.selectFrom('audit_log').selectAll().execute())
  const written = [...lines, ...errors, audit].join('\n')
  t.ok(lines.length > 20 && errors.length > 8, `${lines.length} lines, ${errors.length} errors`)
  t.ok(written.includes('"alert":true'), 'and the block was logged')
  secrets.add('reset-password#token')
  for (const secret of secrets) {
    if (written.includes(secret))
      t.fail(`a secret leaked: ${written.split('\n').find((line) => line.includes(secret))}`)
  }
})
