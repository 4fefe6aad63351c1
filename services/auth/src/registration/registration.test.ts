import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

t.test('a closed platform registers nobody, and says so before anybody tries', async (t) => {
  const { call } = await startTestApp(t, { env: { REGISTRATION: 'closed', GUESTS_ALLOWED: 'false' } })
  t.match(await call('POST', '/api/register', { username: 'mei', password }), {
    status: 403,
    error_code: 'REGISTRATION_CLOSED',
  })
  t.match(await call('GET', '/api/config'), {
    status: 200,
    data: {
      registration_open: false,
      registration: 'closed',
      guests_allowed: false,
      mail_configured: false,
      timezone: 'Asia/Shanghai',
      version: /^\d+\.\d+\.\d+/,
      features: Array,
    },
  })
})

t.test('by default everybody may register', async (t) => {
  const { call } = await startTestApp(t)
  t.match(await call('GET', '/api/config'), { data: { registration_open: true, guests_allowed: true } })
})

t.test('an invitation admits as many as it says, until it expires or is withdrawn', async (t) => {
  const { call, clock, db, deps, logIn } = await startTestApp(t, { env: { REGISTRATION: 'invitation' } })
  const { ensureFirstAdmin } = await import('../admin/first-admin.ts')
  await ensureFirstAdmin(deps, { ADMIN_USERNAME: 'root', ADMIN_PASSWORD: password })
  const admin = await logIn('root')
  let people = 0
  const register = async (invitation?: string) => {
    people += 1
    const reply = await call('POST', '/api/register', { username: `guest ${people}`, password, invitation })
    return reply.error_code ?? reply.status
  }
  const path = '/api/admin/invitations'
  const invite = async (body: object) => (await call('POST', path, body, admin.headers)).data
  const two = await invite({ uses: 2 })
  t.match(two, { id: String, code: /^[\w-]{22}$/, uses_left: 2, expires_at: String })
  t.notOk(JSON.stringify(await db.selectFrom('invitations').selectAll().execute()).includes(two.code))
  t.equal(await register(), 'INVALID_INVITATION')
  t.equal(await register('made-up'), 'INVALID_INVITATION')
  t.same((await Promise.all([1, 2, 3].map(() => register(two.code)))).sort(), [
    201,
    201,
    'INVALID_INVITATION',
  ])
  const short = await invite({ days: 1 })
  t.match((await call('GET', path, undefined, admin.headers)).data.invitations, [
    { id: short.id, uses_left: 1 },
  ])
  const withdrawn = await invite({})
  t.equal((await call('DELETE', `${path}/${withdrawn.id}`, undefined, admin.headers)).status, 200)
  t.equal((await call('DELETE', `${path}/${withdrawn.id}`, undefined, admin.headers)).status, 404)
  t.equal(await register(withdrawn.code), 'INVALID_INVITATION')
  clock.aheadMs += 25 * 3_600_000
  t.equal(await register(short.code), 'INVALID_INVITATION')
  t.equal((await call('POST', path, {})).status, 401)
})

t.test('one network cannot register without end; another, and this machine, can', async (t) => {
  const { call, clock } = await startTestApp(t, { env: { REGISTRATIONS_PER_HOUR: '3' } })
  let people = 0
  const from = async (address: string) => {
    people += 1
    const from = { 'x-forwarded-for': address }
    return call('POST', '/api/register', { username: `person ${people}`, password }, from)
  }
  for (let n = 0; n < 3; n++) t.equal((await from(`2001:db8:1:2::${n}`)).status, 201)
  t.match(await from('2001:db8:1:2::9'), {
    status: 429,
    error_code: 'TOO_MANY_ATTEMPTS',
    retry_after: Number,
  })
  t.equal((await from('2001:db8:1:3::9')).status, 201)
  for (let n = 0; n < 8; n++) t.equal((await from(`2001:db8:1:${n + 4}::9`)).status, 201)
  t.equal((await from('2001:db8:1:ffff::9')).status, 429, 'all networks of a /48 have the share of four')
  for (let n = 0; n < 5; n++) t.equal((await from('127.0.0.1')).status, 201)
  clock.aheadMs += 3_600_000
  t.equal((await from('2001:db8:1:2::9')).status, 201)
})
