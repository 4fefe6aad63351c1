import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

type Started = Awaited<ReturnType<typeof startTestApp>>
type Method = Parameters<Started['call']>[0]

/** What a token must not do by itself, and what it takes. */
const guarded: [Method, string, object, number][] = [
  ['POST', '/api/user/api-keys', { name: 'k' }, 201],
  ['PUT', '/api/user/profile', { email: 'new@example.com' }, 200],
  ['PUT', '/api/user/profile', { phone: '13800138001' }, 200],
  ['DELETE', '/api/user', {}, 200],
]

const started = await startTestApp(t)

t.test('a token alone cannot make itself the account; the password can', async (t) => {
  const { call, clock, register } = started
  const { headers, refresh_token } = await register({ email: 'old@example.com', phone: '13800138000' })
  clock.aheadMs += 5 * 60_000 + 1_000
  const { data } = await call('POST', '/api/refresh', { refresh_token })
  const refreshed = { authorization: `Bearer ${data.access_token}` }
  for (const [method, url, body, granted] of guarded) {
    for (const session of [headers, refreshed])
      t.match(
        await call(method, url, body, session),
        { status: 403, error_code: 'FRESH_PROOF_NEEDED' },
        `${method} ${url}: a refresh is no log-in`,
      )
    const wrong = { ...body, current_password: 'a wrong one' }
    t.match(await call(method, url, wrong, headers), { status: 400, error_code: 'WRONG_PASSWORD' }, url)
    const right = await call(method, url, { ...body, current_password: password }, headers)
    t.equal(right.status, granted, `${method} ${url}`)
  }
})

t.test('a log-in of the last five minutes is enough for keys and deletion, never for contacts', async (t) => {
  const { call, register } = started
  const { headers, user } = await register({ email: 'fresh@example.com' })
  t.equal((await call('POST', '/api/user/api-keys', { name: 'k' }, headers)).status, 201)
  for (const change of [{ email: 'thief@example.com' }, { email: null }, { phone: '13800138002' }])
    t.equal(
      (await call('PUT', '/api/user/profile', change, headers)).error_code,
      'FRESH_PROOF_NEEDED',
      JSON.stringify(change),
    )
  const same = { email: 'fresh@example.com', username: user.username, bio: 'hello' }
  t.equal((await call('PUT', '/api/user/profile', same, headers)).status, 200, 'what stays is no change')
  t.equal((await call('DELETE', '/api/user', { current_password: 'a wrong one' }, headers)).status, 400)
  t.equal((await call('DELETE', '/api/user', undefined, headers)).status, 200)
})

t.test('a proof cannot be guessed', async (t) => {
  const { call, register } = started
  const { headers } = await register()
  const guess = () => call('POST', '/api/user/api-keys', { name: 'k', current_password: 'a guess' }, headers)
  for (let n = 0; n < 5; n++) t.equal((await guess()).error_code, 'WRONG_PASSWORD')
  t.match(await guess(), { status: 429, error_code: 'TOO_MANY_ATTEMPTS' })
})
