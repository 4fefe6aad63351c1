import { listen } from '@lingzhi/bus/listen'
import { UserDeleted, UserRegistered, UserRenamed } from '@lingzhi/contracts/auth'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

/** One service for all tests of this file: each has users of its own. */
const shared = await startTestApp(t)

t.test('registering signs in, with the fields of the public contract', async (t) => {
  const { app } = shared
  const reply = await app.inject({
    method: 'POST',
    url: '/api/register',
    payload: { username: '灵儿', password, phone: '13900000001', email: 'Ling@Example.com', theme: 'dark' },
  })
  t.equal(reply.statusCode, 201)
  const { data, success } = reply.json()
  t.equal(success, true)
  t.equal(data.token, data.access_token)
  t.match(data, { refresh_token: String, token_type: 'Bearer', expires_in: 900, session_id: String })
  t.match(data.user, {
    id: String,
    username: '灵儿',
    phone: '13900000001',
    email: 'Ling@Example.com',
    role: 'user',
    created_at: String,
  })
  const info = await app.inject({
    url: '/api/user/info',
    headers: { authorization: `Bearer ${data.access_token}` },
  })
  t.match(info.json(), { success: true, data: { username: '灵儿', user: { id: data.user.id } } })
})

t.test('a name, number or address is one person’s, whatever its spelling or field', async (t) => {
  const { app, register } = shared
  await register({ username: 'Mei', phone: '13800138000', email: 'mei@example.com' })
  const attempt = async (payload: object) => {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/register',
      payload: { password, ...payload },
    })
    return [reply.statusCode, reply.json().error_code]
  }
  t.same(await attempt({ username: 'ＭＥＩ ' }), [409, 'USERNAME_EXISTS'])
  t.same(await attempt({ username: 'other', phone: '13800138000' }), [409, 'PHONE_EXISTS'])
  t.same(await attempt({ username: 'other', email: 'MEI@example.com' }), [409, 'EMAIL_EXISTS'])
  t.same(await attempt({ username: '13800138000' }), [409, 'USERNAME_EXISTS'], 'nor as another’s user name')
  t.same(await attempt({ username: 'other', phone: '', email: null }), [201, undefined])
})

t.test('of many registrations of one name at once, over two replicas, one succeeds', async (t) => {
  const { app, startReplica } = shared
  const { app: other } = await startReplica()
  const payload = { username: 'wanted', password, phone: '13900000002' }
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      (n % 2 ? app : other).inject({ method: 'POST', url: '/api/register', payload }),
    ),
  )
  t.same(replies.map((reply) => reply.statusCode).sort(), [201, ...Array(9).fill(409)])
})

t.test('what cannot be an account is refused with the field at fault', async (t) => {
  const { app } = shared
  const cases: [object, string, string][] = [
    [{ password }, 'VALIDATION_ERROR', 'username'],
    [{ username: ' ', password }, 'VALIDATION_ERROR', 'username'],
    [{ username: 'a\u0000b', password }, 'VALIDATION_ERROR', 'username'],
    [{ username: 'a', password: 'short' }, 'VALIDATION_ERROR', 'password'],
    [{ username: 'a', password: 12345678 }, 'VALIDATION_ERROR', 'password'],
    [{ username: 'a', password: 'Password123' }, 'WEAK_PASSWORD', 'password'],
    [{ username: 'Yangguifei', password: 'yangguifei' }, 'WEAK_PASSWORD', 'password'],
    [{ username: 'a', password, phone: '12345' }, 'INVALID_PHONE_FORMAT', 'phone'],
    [{ username: 'a', password, email: 'nobody' }, 'INVALID_EMAIL_FORMAT', 'email'],
  ]
  for (const [payload, code, path] of cases) {
    const reply = await app.inject({ method: 'POST', url: '/api/register', payload })
    t.match(reply.json(), { status: 400, error_code: code, errors: [{ path }] }, JSON.stringify(payload))
  }
})

t.test('deleting the account ends its sessions and is announced to every service', async (t) => {
  const { app, bus, db, register } = shared
  const user = await register()
  const gone: string[] = []
  const consumption = await listen(bus, UserDeleted, 'test', async ({ data }) => void gone.push(data.user_id))
  t.teardown(() => consumption.close())
  const reply = await app.inject({ method: 'DELETE', url: '/api/user', headers: user.headers })
  t.equal(reply.statusCode, 200)
  await eventually(async () => gone.length === 1)
  t.same(gone, [user.user.id])
  await eventually(async () => {
    const info = await app.inject({ url: '/api/user/info', headers: user.headers })
    return info.statusCode === 401
  })
  const payload = { refresh_token: user.refresh_token }
  t.equal((await app.inject({ method: 'POST', url: '/api/refresh', payload })).statusCode, 401)
  const left = await db.selectFrom('users').select('id').where('id', '=', user.user.id).execute()
  t.same(left, [])
})

t.test('own account: nothing without a token, or with a bad one', async (t) => {
  const { app } = shared
  for (const [method, url] of [
    ['GET', '/api/user/info'],
    ['DELETE', '/api/user'],
    ['POST', '/api/logout'],
  ] as const) {
    t.match((await app.inject({ method, url })).json(), { status: 401, error_code: 'MISSING_TOKEN' })
    const bad = await app.inject({ method, url, headers: { authorization: 'Bearer x.y.z' } })
    t.match(bad.json(), { status: 401, error_code: 'INVALID_TOKEN' })
  }
})

t.test('other services learn of every registration and new name', async (t) => {
  const { bus, call, register } = shared
  const facts: string[] = []
  for (const fact of [UserRegistered, UserRenamed]) {
    const note = async ({ subject, data }: { subject: string; data: { username: string } }) => {
      facts.push(`${subject} ${data.username}`)
    }
    const consumption = await listen(bus, fact, 'names', note)
    t.teardown(() => consumption.close())
  }
  const { headers } = await register({ username: 'before' })
  await call('PUT', '/api/user/profile', { username: 'after', bio: 'x' }, headers)
  await call('PUT', '/api/user/profile', { username: 'after', bio: 'y' }, headers)
  for (const fact of ['auth.user.registered before', 'auth.user.renamed after'])
    await eventually(async () => facts.includes(fact))
  t.equal(facts.filter((fact) => fact.startsWith('auth.user.renamed')).length, 1)
})
