import { dayMs } from '@lingzhi/runtime/time'
import { eventually } from '@lingzhi/testing/eventually'
import { recordedLog } from '@lingzhi/testing/recorded-log'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

type App = Awaited<ReturnType<typeof startTestApp>>['app']

const refresh = async (app: App, refresh_token: unknown) => {
  const reply = await app.inject({ method: 'POST', url: '/api/refresh', payload: { refresh_token } })
  return { status: reply.statusCode, data: reply.json().data, code: reply.json().error_code }
}
const bearer = (data: { access_token: string }) => ({ authorization: `Bearer ${data.access_token}` })

const shared = await startTestApp(t)

t.test('a refresh gives a new pair for the same session', async (t) => {
  const { app, register } = shared
  const first = await register()
  const next = await refresh(app, first.refresh_token)
  t.equal(next.status, 200)
  t.equal(next.data.session_id, first.session_id)
  t.not(next.data.refresh_token, first.refresh_token)
  t.equal((await app.inject({ url: '/api/user/info', headers: bearer(next.data) })).statusCode, 200)
  t.equal((await refresh(app, next.data.refresh_token)).status, 200)
})

t.test('50 parallel refreshes of one token over two replicas all get the same successor', async (t) => {
  const { app, startReplica, register } = shared
  const { app: other } = await startReplica()
  const first = await register()
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, n) => refresh(n % 2 ? app : other, first.refresh_token)),
  )
  t.ok(replies.every(({ status }) => status === 200))
  const successors = new Set(replies.map(({ data }) => data.refresh_token))
  t.equal(successors.size, 1)
  t.equal((await refresh(other, [...successors][0])).status, 200, 'and the successor is good')
})

t.test('a straggler within the overlap gets the newest token, however many came between', async (t) => {
  const { app, clock, register } = await startTestApp(t)
  const first = await register()
  const second = await refresh(app, first.refresh_token)
  clock.aheadMs = 5_000
  const third = await refresh(app, second.data.refresh_token)
  clock.aheadMs = 9_000
  t.equal((await refresh(app, first.refresh_token)).data.refresh_token, third.data.refresh_token)
  clock.aheadMs = 12_000
  t.equal((await refresh(app, second.data.refresh_token)).data.refresh_token, third.data.refresh_token)
})

t.test('a spent token after the overlap ends the session on every replica', async (t) => {
  const { app, clock, startReplica, register } = await startTestApp(t)
  const { app: other } = await startReplica()
  const first = await register()
  const second = await refresh(app, first.refresh_token)
  clock.aheadMs = 10_500
  t.match(await refresh(app, first.refresh_token), { status: 401, code: 'INVALID_TOKEN' })
  t.equal((await refresh(other, second.data.refresh_token)).status, 401, 'the successor is gone too')
  for (const replica of [app, other]) {
    await eventually(async () => {
      const reply = await replica.inject({ url: '/api/user/info', headers: bearer(second.data) })
      return reply.statusCode === 401
    })
  }
})

t.test(
  'a session that is not refreshed for its life is over, and so is one past its greatest age',
  async (t) => {
    const env = { REFRESH_TOKEN_TTL_DAYS: '2', SESSION_MAX_DAYS: '3' }
    const { app, clock, register } = await startTestApp(t, { env })
    const days = (n: number) => n * dayMs
    const idle = await register()
    const used = await register()
    clock.aheadMs = days(1.9)
    const next = await refresh(app, used.refresh_token)
    t.equal(next.status, 200)
    clock.aheadMs = days(2.1)
    t.equal((await refresh(app, idle.refresh_token)).status, 401)
    clock.aheadMs = days(3.1)
    t.equal((await refresh(app, next.data.refresh_token)).status, 401)
  },
)

t.test('a token that was made up, cut, or of another deployment is refused', async (t) => {
  const { app, register } = shared
  const stranger = await startTestApp(t)
  const mine = await register()
  const theirs = await stranger.register()
  const forged = mine.refresh_token.replace(/.$/, (last: string) => (last === 'A' ? 'Q' : 'A'))
  for (const token of [theirs.refresh_token, forged, mine.refresh_token.slice(0, -4), 'lzr_', 'x']) {
    t.match(await refresh(app, token), { status: 401, code: 'INVALID_TOKEN' })
  }
  for (const token of [undefined, '', 7, {}]) {
    t.match(await refresh(app, token), { status: 400, code: 'VALIDATION_ERROR' })
  }
  t.equal((await refresh(app, mine.refresh_token)).status, 200, 'the true one is untouched')
})

t.test('logging out ends the session everywhere', async (t) => {
  const { app, startReplica, register } = shared
  const { app: other } = await startReplica()
  const user = await register()
  t.equal((await app.inject({ method: 'POST', url: '/api/logout', headers: user.headers })).statusCode, 200)
  t.equal((await refresh(other, user.refresh_token)).status, 401)
  await eventually(async () => {
    const reply = await other.inject({ url: '/api/user/info', headers: user.headers })
    return reply.statusCode === 401
  })
})

t.test('the console refreshes with its cookie, which another site cannot use', async (t) => {
  const { app, register } = await startTestApp(t, { env: { PUBLIC_URL: 'https://lingzhi.example' } })
  const { user } = await register()
  const login = await app.inject({
    method: 'POST',
    url: '/api/login',
    payload: { username: user.username, password: 'correct horse battery' },
  })
  const [cookie] = login.cookies
  t.match(cookie, {
    name: 'lz_refresh',
    path: '/api/refresh',
    httpOnly: true,
    secure: true,
    sameSite: 'Strict',
  })
  const attempt = (headers: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/api/refresh', cookies: { lz_refresh: cookie?.value ?? '' }, headers })

  t.match((await attempt({})).json(), { status: 403, error_code: 'CSRF_REFUSED' })
  const foreign = { 'x-requested-with': 'console', 'sec-fetch-site': 'cross-site' }
  t.match((await attempt(foreign)).json(), { status: 403, error_code: 'CSRF_REFUSED' })
  const own = await attempt({ 'x-requested-with': 'console', 'sec-fetch-site': 'same-origin' })
  t.equal(own.statusCode, 200)
  t.notOk('refresh_token' in own.json().data, 'a script never sees it')
  t.not(own.cookies[0]?.value, cookie?.value)
})

t.test(
  'a browser without a session hears no error, and any other client that its token is missing',
  async (t) => {
    const { app } = shared
    const attempt = (headers: Record<string, string>, payload?: object) =>
      app.inject({ method: 'POST', url: '/api/refresh', headers, ...(payload && { payload }) })
    const guest = await attempt({ 'x-requested-with': 'console' })
    t.equal(guest.statusCode, 204)
    t.equal(guest.body, '')
    const missing = { statusCode: 400 }
    t.match(await attempt({}), missing)
    t.match(await attempt({ 'x-requested-with': 'XMLHttpRequest' }), missing)
    t.match(await attempt({ 'x-requested-with': 'console' }, { refresh_token: '' }), missing)
    t.match(await attempt({ 'x-requested-with': 'console' }, { refresh_token: 7 }), missing)
    const spent = { method: 'POST' as const, url: '/api/refresh', cookies: { lz_refresh: 'x' } }
    const ended = await app.inject({ ...spent, headers: { 'x-requested-with': 'console' } })
    t.match(ended.json(), { status: 401, error_code: 'INVALID_TOKEN' })
    t.match(ended.cookies, [{ name: 'lz_refresh', value: '' }], 'and the next attempt is that of a guest')
  },
)

t.test('the console signs in and registers without a token that outlives the page in the body', async (t) => {
  const { app } = await startTestApp(t, { env: { LEGACY_TOKEN_TTL_S: '86400' } })
  const credentials = { username: 'someone of the console', password: 'correct horse battery' }
  const send = (url: string, headers: Record<string, string>) =>
    app.inject({ method: 'POST', url, payload: credentials, headers })
  const console = { 'x-requested-with': 'console' }
  for (const [url, status] of [
    ['/api/register', 201],
    ['/api/login', 200],
    ['/api/v1/auth/login', 200],
  ] as const) {
    const reply = await send(url, console)
    const { data } = reply.json()
    t.equal(reply.statusCode, status)
    t.notOk('refresh_token' in data || 'device_token' in data)
    t.equal(data.token, data.access_token)
    t.ok(reply.cookies.find(({ name }) => name === 'lz_refresh')?.value)
    t.not(reply.body.includes(reply.cookies.find(({ name }) => name === 'lz_refresh')?.value ?? '?'), true)
  }
  const { data } = (await send('/api/login', {})).json()
  t.match(data, { refresh_token: String, device_token: String })
  const next = await app.inject({
    method: 'POST',
    url: '/api/refresh',
    payload: { refresh_token: data.refresh_token },
    headers: console,
  })
  t.type(next.json().data.refresh_token, 'string', 'who sends the token as text gets the next one as text')
})

t.test(
  'the cookie goes to the platform’s own path, and a sign-in that a browser would forget is said once',
  async (t) => {
    const { log, lines } = recordedLog()
    const { app, register } = await startTestApp(t, {
      log,
      env: { PUBLIC_URL: 'https://ai.example.cn/app/' },
    })
    const { user } = await register()
    const logIn = (proto: string) => {
      const payload = { username: user.username, password: 'correct horse battery' }
      return app.inject({
        method: 'POST',
        url: '/api/login',
        payload,
        headers: { 'x-forwarded-proto': proto },
      })
    }
    t.match((await logIn('https')).cookies, [{ path: '/app/api/refresh', secure: true }])
    t.equal(lines.length, 0)
    await logIn('http')
    await logIn('http')
    t.equal(lines.filter((line) => line.includes('TRUSTED_PROXIES')).length, 1)
  },
)

t.test('two tabs that refresh with one cookie at the same time both stay signed in', async (t) => {
  const { app, startReplica, register } = shared
  const { app: other } = await startReplica()
  const { refresh_token } = await register()
  const tab = async (of: typeof app, token: string) => {
    const headers = { 'x-requested-with': 'console', 'sec-fetch-site': 'same-origin' }
    const reply = await of.inject({
      method: 'POST',
      url: '/api/refresh',
      cookies: { lz_refresh: token },
      headers,
    })
    return { status: reply.statusCode, token: reply.cookies[0]?.value ?? '' }
  }
  const [one, two] = await Promise.all([tab(app, refresh_token), tab(other, refresh_token)])
  t.match([one, two], [{ status: 200 }, { status: 200 }])
  t.equal(one?.token, two?.token, 'whichever response comes last, the browser holds the newest token')
  t.match(await Promise.all([tab(app, two?.token ?? ''), tab(other, one?.token ?? '')]), [
    { status: 200 },
    { status: 200 },
  ])
})
