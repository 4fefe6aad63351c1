import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

/** One service for all tests of this file: each has users of its own. */
const shared = await startTestApp(t)

t.test('the profile changes only what is named, and new identifiers log in', async (t) => {
  const { call, register } = shared
  const { headers } = await register({ username: 'mei', phone: '13800138000', email: 'mei@example.com' })
  const put = (body: object) => call('PUT', '/api/user/profile', body, headers)
  t.match(await put({ real_name: '杨梅', bio: 'Hello\nworld', nonsense: 1 }), {
    status: 200,
    data: { username: 'mei', phone: '13800138000', profile: { real_name: '杨梅', bio: 'Hello\nworld' } },
  })
  t.match(await put({ username: 'MeiMei', phone: '', bio: null, current_password: password }), {
    data: { username: 'MeiMei', phone: null, email: 'mei@example.com', profile: { real_name: '杨梅' } },
  })
  const logIn = async (username: string) => (await call('POST', '/api/login', { username, password })).status
  t.equal(await logIn('meimei'), 200)
  t.equal(await logIn('mei'), 401, 'the old name is gone')
  t.equal(await logIn('13800138000'), 401)
  t.equal((await call('POST', '/api/register', { username: 'mei', password })).status, 201, 'and free')
})

t.test('an identifier of another user is refused, and a refusal changes nothing', async (t) => {
  const { call, register } = shared
  await register({ username: 'hua', phone: '13900000003' })
  const { headers } = await register({ username: 'lan' })
  const put = async (body: object) =>
    (await call('PUT', '/api/user/profile', { current_password: password, ...body }, headers)).error_code
  t.equal(await put({ username: 'HUA', bio: 'x' }), 'USERNAME_EXISTS')
  t.equal(await put({ phone: '13900000003' }), 'PHONE_EXISTS')
  t.equal(await put({ phone: '1' }), 'INVALID_PHONE_FORMAT')
  t.equal(await put({ email: 'x' }), 'INVALID_EMAIL_FORMAT')
  t.equal(await put({ username: 7 }), 'VALIDATION_ERROR')
  t.equal(await put({ bio: 'a\u0000b' }), 'VALIDATION_ERROR')
  t.match((await call('GET', '/api/user/info', undefined, headers)).data, { username: 'lan', profile: {} })
  t.equal((await call('PUT', '/api/user/profile', {})).status, 401)
})
