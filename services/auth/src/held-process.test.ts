import { newId } from '@lingzhi/contracts/ids'
import { assertHeld, testOperations } from '@lingzhi/testing/held-operations'
import { chinese } from '@lingzhi/testing/worst-requests'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from './test-app.ts'

const { app, db, registerAdmin, register } = await startTestApp(t, {
  env: {
    RATE_LIMIT_FACTOR: '1000',
    LOGIN_FAILURES_PER_ACCOUNT: '1000',
    LOGIN_FAILURES_PER_ADDRESS: '1000',
  },
})

const shared = await registerAdmin()
// An account of its own where the request may end the account or its session.
await testOperations(
  t,
  app,
  async (operation) =>
    (/^DELETE|logout|change-password/.test(operation) ? await registerAdmin() : shared).headers,
)

t.test('nor do the worst passwords and names', async (t) => {
  const { headers, user } = await register()
  const passwords = ['ﷺ'.repeat(1_024), 'e\u0301'.repeat(512), '\u3000'.repeat(1_024), chinese(1_024)]
  for (const [n, password] of passwords.entries()) {
    const body = (members: object) => JSON.stringify(members)
    const changing = body({ old_password: password, new_password: `${password.slice(1)}x` })
    for (const [url, text, status] of [
      ['/api/login', body({ username: user.username, password }), 401],
      ['/api/user/change-password', changing, 400],
    ] as const)
      await assertHeld(t, app, { name: `${url} ${n}`, method: 'POST', url, body: text }, headers, status)
  }
  for (const username of ['ﷺ'.repeat(64), 'а'.repeat(64), 'rn'.repeat(32), '\u0301'.repeat(64)])
    await assertHeld(
      t,
      app,
      {
        name: username.slice(0, 2),
        method: 'POST',
        url: '/api/register',
        body: JSON.stringify({ username, password: 'correct horse battery' }),
      },
      {},
    )
})

t.test('nor do the longest lists', async (t) => {
  const { headers, user } = await registerAdmin()
  await sql`insert into users (id, username, password_hash, role, status, profile, created_at, updated_at)
    select gen_random_uuid(), repeat('名', 50) || n, 'x', 'user', 'active', jsonb_build_object('bio', repeat('言', 400)), now(), now()
    from generate_series(1, 20000) n`.execute(db)
  await sql`insert into user_identifiers (value, user_id, kind) select 'a' || username, id, 'username' from users where password_hash = 'x'`.execute(
    db,
  )
  const at = new Date()
  const entries = Array.from({ length: 101 }, () => ({
    id: newId(),
    at,
    action: 'user.updated',
    outcome: 'success' as const,
    actor_id: user.id,
    user_id: user.id,
    address: '2001:db8::1',
    request_id: newId(),
    detail: JSON.stringify({ what: '由'.repeat(2_000) }),
  }))
  await db.insertInto('audit_log').values(entries).execute()
  const sessions = Array.from({ length: 101 }, () => ({
    id: newId(),
    user_id: user.id,
    generation: 1,
    spent: [],
    device: '机'.repeat(100),
    user_agent: 'a'.repeat(400),
    address: '2001:db8::1',
    created_at: at,
    last_used_at: at,
    expires_at: new Date(at.getTime() + 86_400_000),
  }))
  await db.insertInto('sessions').values(sessions).execute()
  const keys = Array.from({ length: 50 }, () => ({
    id: newId(),
    user_id: user.id,
    token_session_id: newId(),
    name: '名'.repeat(64),
    hint: 'lz_',
    key_hash: Buffer.from(newId()),
    scopes: ['chat', 'export', 'read'],
    created_at: at,
    expires_at: null,
    last_used_at: null,
  }))
  await db.insertInto('api_keys').values(keys).execute()
  for (const url of [
    '/api/admin/users?limit=100',
    '/api/admin/users?limit=100&q=a',
    '/api/admin/users?limit=100&q=%25',
    '/api/admin/audit?limit=100',
    '/api/user/sessions?limit=100',
    '/api/user/api-keys?limit=100',
    '/api/user/info',
  ])
    await assertHeld(t, app, { name: url, method: 'GET', url }, headers, 200)
})
