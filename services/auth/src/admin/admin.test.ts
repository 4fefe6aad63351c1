import { recordFact } from '@lingzhi/bus/outbox'
import { AgentChanged } from '@lingzhi/contracts/chat'
import { AllUsersExportRequested } from '@lingzhi/contracts/export'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { noteAllUsersExport } from '../audit/note-facts.ts'
import { password, startTestApp } from '../test-app.ts'
import { ensureFirstAdmin } from './first-admin.ts'

const shared = await startTestApp(t)

t.test(
  'the first administrator is created at start, once, by however many replicas, and never changed',
  async (t) => {
    const { deps, db, call } = await startTestApp(t)
    const config = { ADMIN_USERNAME: 'root', ADMIN_PASSWORD: 'the operator chose this' }
    await Promise.all([ensureFirstAdmin(deps, config), ensureFirstAdmin(deps, config)])
    await ensureFirstAdmin(deps, { ...config, ADMIN_PASSWORD: 'another password now' })
    t.equal((await db.selectFrom('users').selectAll().execute()).length, 1)
    const login = await call('POST', '/api/login', { username: 'root', password: config.ADMIN_PASSWORD })
    t.match(login, { status: 200, data: { user: { role: 'admin' } } })
    await ensureFirstAdmin(deps, {})
  },
)

t.test('whoever starts auth learns whether the administrator of the settings can sign in', async (t) => {
  const given = { ADMIN_USERNAME: 'root', ADMIN_PASSWORD: 'the operator chose this' }
  const { call, deps, db, register } = await startTestApp(t, { env: given })
  const state = async () => (await call('GET', '/internal/first-admin')).state
  t.equal(await state(), 'missing')
  await ensureFirstAdmin(deps, given)
  t.equal(await state(), 'usable')
  const set = (values: object) => db.updateTable('users').set(values).where('username', '=', 'root').execute()
  await set({ status: 'disabled' })
  t.equal(await state(), 'inactive')
  await set({ status: 'active', role: 'user' })
  t.equal(await state(), 'no_administrator')
  const other = await register()
  const { password_hash } = await db
    .selectFrom('users')
    .select('password_hash')
    .where('id', '=', other.user.id)
    .executeTakeFirstOrThrow()
  await set({ role: 'admin', password_hash })
  t.equal(await state(), 'other_password')
  const login = await call('POST', '/api/login', { username: 'root', password })
  t.equal(login.status, 200, 'asking counted as no failed attempt')
})

t.test('only administrators list, filter and page through users', async (t) => {
  const { call, register, registerAdmin } = await startTestApp(t)
  const admin = await registerAdmin()
  const mei = await register({ username: 'Mei', phone: '13800138000' })
  await register({ username: 'm_i' })
  const get = (query: string) => call('GET', `/api/admin/users${query}`, undefined, admin.headers)
  const names = async (query: string) =>
    (await get(query)).data.users.map((user: { username: string }) => user.username)
  t.same(await names(''), ['m_i', 'Mei', admin.user.username])
  t.same(await names('?q=mei'), ['Mei'])
  t.same(await names('?q=138'), ['Mei'])
  t.same(await names('?q=m_'), ['m_i'], 'wildcards are letters')
  t.same(await names('?role=admin'), [admin.user.username])
  t.same(await names('?status=disabled'), [])
  const page = await get('?limit=2')
  t.same(await names(`?limit=2&cursor=${page.data.next_cursor}`), [admin.user.username])
  t.match(await get(`/${mei.user.id}`), { status: 200, data: { username: 'Mei', status: 'active' } })
  for (const id of [newId(), '7']) t.match(await get(`/${id}`), { status: 404, error_code: 'USER_NOT_FOUND' })
  for (const query of ['?role=root', '?limit=1000', '?cursor=x', '?q=%00']) {
    t.equal((await get(query)).status, 400, query)
  }
  for (const url of ['/api/admin/users', `/api/admin/users/${mei.user.id}`, '/api/admin/audit']) {
    t.equal((await call('GET', url)).status, 401)
    t.match(await call('GET', url, undefined, mei.headers), { status: 403, error_code: 'FORBIDDEN' })
  }
})

t.test('disabling a user ends all their sessions, and they cannot come back in', async (t) => {
  const { call, register, registerAdmin, logIn } = shared
  const admin = await registerAdmin()
  const mei = await register()
  const phone = await logIn(mei.user.username)
  const patch = (body: object, headers = admin.headers) =>
    call('PATCH', `/api/admin/users/${mei.user.id}`, body, headers)
  t.equal((await patch({ status: 'disabled' }, mei.headers)).status, 403)
  t.equal((await patch({ status: 'gone' })).status, 400)
  t.match(await patch({ status: 'disabled' }), { status: 200, data: { status: 'disabled', role: 'user' } })
  for (const { headers } of [mei, phone]) {
    await eventually(async () => (await call('GET', '/api/user/info', undefined, headers)).status === 401)
  }
  t.equal((await call('POST', '/api/refresh', { refresh_token: mei.refresh_token })).status, 401)
  t.match(await patch({ status: 'active', role: 'admin' }), { status: 200, data: { role: 'admin' } })
  const again = await logIn(mei.user.username)
  t.equal((await call('GET', '/api/admin/users', undefined, again.headers)).status, 200)
  t.equal((await call('PATCH', `/api/admin/users/${newId()}`, {}, admin.headers)).status, 404)
  t.equal((await call('PATCH', `/api/admin/users/${newId()}`, {})).status, 401)
})

t.test('a demoted administrator loses all administrators’ routes', async (t) => {
  const { call, registerAdmin } = shared
  const [admin, other] = [await registerAdmin(), await registerAdmin()]
  await call('PATCH', `/api/admin/users/${other.user.id}`, { role: 'user' }, admin.headers)
  const reply = await eventually(async () => {
    const response = await call('GET', '/api/admin/users', undefined, other.headers)
    return response.status === 401 && response
  })
  t.equal(reply.error_code, 'INVALID_TOKEN')
})

t.test('the last administrator stays, however they try', async (t) => {
  const { call, db, registerAdmin } = await startTestApp(t)
  const [one, two] = [await registerAdmin(), await registerAdmin()]
  const demote = (who: typeof one, by: typeof one) =>
    call('PATCH', `/api/admin/users/${who.user.id}`, { role: 'user' }, by.headers)
  const replies = await Promise.all([demote(one, two), demote(two, one)])
  t.same(replies.map(({ status }) => status).sort(), [200, 409])
  const admins = await db.selectFrom('users').select('id').where('role', '=', 'admin').execute()
  t.equal(admins.length, 1)
  const last = admins[0]?.id === one.user.id ? one : two
  for (const body of [{ role: 'user' }, { status: 'disabled' }]) {
    const reply = await call('PATCH', `/api/admin/users/${last.user.id}`, body, last.headers)
    t.match(reply, { status: 409, error_code: 'LAST_ADMIN' })
  }
  t.match(await call('DELETE', '/api/user', undefined, last.headers), {
    status: 409,
    error_code: 'LAST_ADMIN',
  })
})

t.test('the audit log records who did what, when, from where and with what outcome', async (t) => {
  const { call, register, registerAdmin } = shared
  const admin = await registerAdmin()
  const mei = await register({ username: 'mei' })
  const from = { 'x-forwarded-for': '203.0.113.9', 'x-request-id': 'the-request' }
  await call('POST', '/api/login', { username: 'mei', password: 'a wrong one' }, from)
  await call(
    'PATCH',
    `/api/admin/users/${mei.user.id}`,
    { status: 'disabled' },
    { ...admin.headers, ...from },
  )
  await call('POST', '/api/login', { username: 'mei', password }, from)
  const get = (query: string) => call('GET', `/api/admin/audit${query}`, undefined, admin.headers)
  const { data } = await get(`?user_id=${mei.user.id}`)
  const where = { address: '203.0.113.9', request_id: 'the-request', at: String }
  t.match(data.entries, [
    { ...where, action: 'session.login', outcome: 'failure', detail: { reason: 'account_disabled' } },
    { ...where, action: 'user.changed', outcome: 'success', actor_id: admin.user.id },
    { ...where, action: 'session.login', outcome: 'failure', actor_id: null },
    { action: 'account.registered', outcome: 'success', actor_id: mei.user.id },
  ])
  t.match(data.entries[1].detail, { from: { status: 'active' }, to: { status: 'disabled' } })
  const page = await get(`?user_id=${mei.user.id}&limit=3`)
  const next = await get(`?user_id=${mei.user.id}&limit=3&cursor=${page.data.next_cursor}`)
  t.match(next.data, { entries: [{ action: 'account.registered' }], next_cursor: null })
  t.match((await get('?action=user.changed&limit=1')).data.entries, [{ user_id: mei.user.id }])
  for (const query of ['?user_id=7', '?cursor=x', '?action=A']) t.equal((await get(query)).status, 400, query)
})

t.test('an export of every user’s conversations is in the audit log, once', async (t) => {
  const { call, db, deps, registerAdmin } = await startTestApp(t)
  const admin = await registerAdmin()
  const requested = { job_id: newId(), user_id: admin.user.id, address: '203.0.113.9' }
  await recordFact(db, AllUsersExportRequested, requested, 'the-request')
  deps.outbox.wake()
  const entries = async () =>
    (await call('GET', '/api/admin/audit?action=export.all_users', undefined, admin.headers)).data.entries
  const [{ id, at }] = await eventually(async () => (await entries()).length > 0 && entries())
  // The stream takes a fact of one id once, but may deliver it twice.
  const { subject } = AllUsersExportRequested
  await noteAllUsersExport(db, { id, at, subject, correlation_id: 'the-request', data: requested })
  t.match(await entries(), [
    {
      actor_id: admin.user.id,
      user_id: null,
      outcome: 'success',
      address: '203.0.113.9',
      request_id: 'the-request',
      detail: { job_id: requested.job_id },
    },
  ])
  t.equal((await entries()).length, 1)
})

t.test('what is done to agents and filters is in the same log', async (t) => {
  const { call, db, deps, registerAdmin } = await startTestApp(t)
  const admin = await registerAdmin()
  const change = { agent_id: 7, change: 'filters', user_id: admin.user.id, address: '203.0.113.9' } as const
  await recordFact(db, AgentChanged, change, 'the-request')
  deps.outbox.wake()
  const entry = await eventually(async () => {
    const url = '/api/admin/audit?action=agent.filters'
    return (await call('GET', url, undefined, admin.headers)).data.entries[0]
  })
  t.match(entry, {
    actor_id: admin.user.id,
    address: '203.0.113.9',
    request_id: 'the-request',
    detail: { agent_id: 7 },
  })
})
