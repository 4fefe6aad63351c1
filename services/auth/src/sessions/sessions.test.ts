import { newId } from '@lingzhi/contracts/ids'
import { dayMs } from '@lingzhi/runtime/time'
import { eventually } from '@lingzhi/testing/eventually'
import { startOwnNats } from '@lingzhi/testing/own-nats'
import t from 'tap'
import { keepHouse } from '../schedule.ts'
import { password, startTestApp } from '../test-app.ts'

/** One service for all tests of this file: each has users of its own. */
const shared = await startTestApp(t)

t.test('own sessions are listed with device, address and last use, page by page', async (t) => {
  const { call, register, registerAdmin } = shared
  await registerAdmin()
  const { user, headers, session_id } = await register()
  const from = {
    'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
    'x-forwarded-for': '::ffff:203.0.113.7',
  }
  await call('POST', '/api/login', { username: user.username, password }, from)
  const first = await call('GET', '/api/user/sessions?limit=1', undefined, headers)
  t.match(first.data.sessions, [{ device: 'Windows · Chrome', address: '203.0.113.7', current: false }])
  t.match(first.data.sessions[0], { last_used_at: String, created_at: String, expires_at: String })
  const second = await call(
    'GET',
    `/api/user/sessions?limit=1&cursor=${first.data.next_cursor}`,
    undefined,
    headers,
  )
  t.match(second.data, { sessions: [{ id: session_id, current: true }], next_cursor: null })
  t.equal(
    (await call('GET', '/api/user/sessions?cursor=nonsense', undefined, headers)).error_code,
    'BAD_CURSOR',
  )
  t.equal((await call('GET', '/api/user/sessions?limit=0', undefined, headers)).status, 400)
  t.equal((await call('GET', '/api/user/sessions')).status, 401)
})

t.test('one session is ended on every replica; another’s cannot be', async (t) => {
  const { app, call, startReplica, register, logIn } = shared
  const { app: other } = await startReplica()
  const here = await register()
  const there = await logIn(here.user.username)
  const stranger = await register()
  const path = `/api/user/sessions/${there.session_id}`
  t.match(await call('DELETE', path, undefined, stranger.headers), {
    status: 404,
    error_code: 'SESSION_NOT_FOUND',
  })
  t.equal((await call('DELETE', '/api/user/sessions/7', undefined, here.headers)).status, 404)
  t.equal((await call('DELETE', path)).status, 401)
  t.equal((await call('GET', '/api/user/info', undefined, there.headers)).status, 200)

  t.equal((await call('DELETE', path, undefined, here.headers)).status, 200)
  t.equal((await call('DELETE', path, undefined, here.headers)).status, 404, 'a second time there is none')
  for (const replica of [app, other]) {
    await eventually(async () => {
      const reply = await replica.inject({ url: '/api/user/info', headers: there.headers })
      return reply.statusCode === 401
    })
  }
  t.equal((await call('POST', '/api/refresh', { refresh_token: there.refresh_token })).status, 401)
  t.equal((await call('GET', '/api/user/info', undefined, here.headers)).status, 200)
})

t.test('one session too many ends the one unused for longest, everywhere, and is audited', async (t) => {
  const env = { SESSIONS_PER_USER_MAX: '3' }
  const { call, clock, db, register, registerAdmin, logIn } = await startTestApp(t, { env })
  const first = await register()
  const name = first.user.username
  const later = async () => {
    clock.aheadMs += 1_000
    return logIn(name)
  }
  const second = await later()
  await later()
  const used = await call('POST', '/api/refresh', { refresh_token: first.refresh_token })
  t.equal(used.status, 200)
  const newest = await later()
  const left = await db.selectFrom('sessions').select('id').where('user_id', '=', first.user.id).execute()
  t.equal(left.length, 3)
  await eventually(
    async () => (await call('GET', '/api/user/info', undefined, second.headers)).status === 401,
  )
  t.equal((await call('POST', '/api/refresh', { refresh_token: second.refresh_token })).status, 401)
  for (const { headers } of [first, newest]) {
    t.equal((await call('GET', '/api/user/info', undefined, headers)).status, 200)
  }
  const admin = await registerAdmin()
  const path = `/api/admin/audit?user_id=${first.user.id}&action=session.ended`
  const detail = { reason: 'too_many_sessions', sessions: [second.session_id], count: 1 }
  t.match((await call('GET', path, undefined, admin.headers)).data.entries, [{ outcome: 'success', detail }])

  await Promise.all(Array.from({ length: 8 }, () => logIn(name)))
  const after = await db.selectFrom('sessions').select('id').where('user_id', '=', first.user.id).execute()
  t.equal(after.length, 3, 'however many start at once')
})

t.test(
  'with NATS away a log-out ends the refresh token at once, access tokens once it is back',
  async (t) => {
    const nats = await startOwnNats(t)
    const { app, call, startReplica, register } = await startTestApp(t, { env: { NATS_URL: nats.url } })
    const { app: other } = await startReplica()
    const { headers, refresh_token } = await register()
    await nats.stop()
    t.equal((await call('POST', '/api/logout', undefined, headers)).status, 200)
    t.equal((await call('POST', '/api/refresh', { refresh_token })).status, 401)
    await nats.start()
    for (const replica of [app, other]) {
      await eventually(
        async () => (await replica.inject({ url: '/api/user/info', headers })).statusCode === 401,
      )
    }
  },
)

t.test('sessions that are over are swept from the table, live ones stay', async (t) => {
  const { clock, config, db, deps, register } = await startTestApp(t, {
    env: { REFRESH_TOKEN_TTL_DAYS: '2' },
  })
  await register()
  clock.aheadMs = 2.5 * dayMs
  const { session_id } = await register()
  const house = keepHouse(deps, config)
  t.teardown(house.close)
  await eventually(async () => (await db.selectFrom('sessions').select('id').execute()).length === 1)
  t.same(await db.selectFrom('sessions').select('id').execute(), [{ id: session_id }])
})

t.test('changing the password, or ending all others, leaves only this session', async (t) => {
  const { call, register, logIn } = shared
  const here = await register()
  const name = here.user.username
  const isOut = (user: { headers: Record<string, string> }) =>
    eventually(async () => (await call('GET', '/api/user/info', undefined, user.headers)).status === 401)

  const phone = await logIn(name)
  t.match(await call('DELETE', '/api/user/sessions', undefined, here.headers), { data: { ended: 1 } })
  await isOut(phone)

  const tablet = await logIn(name)
  const body = { old_password: password, new_password: 'a much better one' }
  t.equal((await call('POST', '/api/user/change-password', body, here.headers)).status, 200)
  await isOut(tablet)
  t.equal((await call('GET', '/api/user/info', undefined, here.headers)).status, 200)
  t.equal((await call('POST', '/api/refresh', { refresh_token: here.refresh_token })).status, 200)
  t.equal((await call('POST', '/api/login', { username: name, password })).status, 401)
  t.equal((await call('POST', '/api/login', { username: name, password: 'a much better one' })).status, 200)
})

t.test('a new password must be acceptable and new, and the old one right', async (t) => {
  const { call, register } = shared
  const { headers } = await register()
  const attempt = async (old_password: unknown, new_password: unknown) =>
    (await call('POST', '/api/user/change-password', { old_password, new_password }, headers)).error_code
  t.equal(await attempt('not the password', 'a much better one'), 'WRONG_PASSWORD')
  t.equal(await attempt(password, password), 'SAME_PASSWORD')
  t.equal(await attempt(password, 'password123'), 'WEAK_PASSWORD')
  t.equal(await attempt(password, 'short'), 'VALIDATION_ERROR')
  t.equal(await attempt(undefined, 'a much better one'), 'VALIDATION_ERROR')
  t.equal((await call('POST', '/api/user/change-password', {})).status, 401)
})

t.test('of two changes of a password at once one counts', async (t) => {
  const { call, register } = shared
  const { headers } = await register()
  const replies = await Promise.all(
    ['the first new one', 'the second new one'].map((new_password) =>
      call('POST', '/api/user/change-password', { old_password: password, new_password }, headers),
    ),
  )
  t.same(replies.map(({ status }) => status).sort(), [200, 400])
})

t.test('a login that races with a change of the password leaves no session behind', async (t) => {
  const { call, db, register } = shared
  const { user, headers, session_id } = await register()
  const body = { old_password: password, new_password: 'a much better one' }
  await Promise.all([
    call('POST', '/api/user/change-password', body, headers),
    ...Array.from({ length: 8 }, () => call('POST', '/api/login', { username: user.username, password })),
  ])
  const left = await db.selectFrom('sessions').select('id').where('user_id', '=', user.id).execute()
  t.same(left, [{ id: session_id }])
  t.ok(newId() > session_id)
})
