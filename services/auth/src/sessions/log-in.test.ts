import { hash } from '@node-rs/bcrypt'
import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

/** One service for all tests of this file: each has users of its own. */
const shared = await startTestApp(t)

t.test('a user name, phone number or e-mail address logs in, in its own field or in username', async (t) => {
  const { app, register } = shared
  await register({ username: 'Mei', phone: '13800138000', email: 'mei@example.com' })
  for (const payload of [
    { username: 'mei' },
    { username: '13800138000' },
    { username: 'MEI@example.com' },
    { phone: '13800138000' },
    { email: 'mei@example.com' },
  ]) {
    const reply = await app.inject({ method: 'POST', url: '/api/login', payload: { ...payload, password } })
    t.match(reply.json(), { success: true, data: { user: { username: 'Mei' } } }, JSON.stringify(payload))
  }
  const older = { username: 'mei', password }
  t.equal((await app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: older })).statusCode, 200)
})

t.test('a wrong password and an unknown user get the same response', async (t) => {
  const { app, register } = shared
  await register({ username: 'lan' })
  const logIn = async (username: string) => {
    const payload = { username, password: 'not the password' }
    const { request_id: _, ...rest } = (
      await app.inject({ method: 'POST', url: '/api/login', payload })
    ).json()
    return rest
  }
  t.match(await logIn('lan'), { status: 401, error_code: 'INVALID_CREDENTIALS', message: '用户名或密码错误' })
  t.same(await logIn('nobody'), await logIn('lan'))
})

t.test('a login without a name, or with a body of the wrong shape, is refused as such', async (t) => {
  const { app } = shared
  for (const payload of [{ password }, { username: 'mei' }, { username: 1, password }, []]) {
    const reply = await app.inject({ method: 'POST', url: '/api/login', payload })
    t.match(reply.json(), { status: 400, error_code: 'VALIDATION_ERROR' }, JSON.stringify(payload))
  }
})

t.test('a bcrypt hash of any dialect still logs in, and is argon2id afterwards', async (t) => {
  const { app, db, register } = shared
  for (const version of ['2a', '2b', '2y'] as const) {
    const { user } = await register()
    const password_hash = await hash('an old password', { cost: 4, version })
    await db.updateTable('users').set({ password_hash }).where('id', '=', user.id).execute()
    const payload = { username: user.username, password: 'an old password' }
    t.equal((await app.inject({ method: 'POST', url: '/api/login', payload })).statusCode, 200, version)
    const row = await db
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', user.id)
      .executeTakeFirstOrThrow()
    t.match(row.password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    t.equal((await app.inject({ method: 'POST', url: '/api/login', payload })).statusCode, 200, 'and again')
  }
})

t.test('every character of a long password counts', async (t) => {
  const { app, register } = shared
  const long = `${'long '.repeat(100)}!`
  const { user } = await register({ password: long })
  const attempt = (password: string) =>
    app.inject({ method: 'POST', url: '/api/login', payload: { username: user.username, password } })
  t.equal((await attempt(`${long.slice(0, -1)}?`)).statusCode, 401)
  t.equal((await attempt(long)).statusCode, 200)
})

t.test('a disabled account is reported as such, but only with the right password', async (t) => {
  const { app, db, register } = shared
  const { user } = await register()
  await db.updateTable('users').set({ status: 'disabled' }).where('id', '=', user.id).execute()
  const attempt = async (password: string) =>
    (
      await app.inject({ method: 'POST', url: '/api/login', payload: { username: user.username, password } })
    ).json()
  t.match(await attempt(password), { status: 403, error_code: 'ACCOUNT_DISABLED' })
  t.match(await attempt('not the password'), { status: 401, error_code: 'INVALID_CREDENTIALS' })
})
