import { sendRequest } from '@lingzhi/bus/request'
import { ApiKeyExchange } from '@lingzhi/contracts/auth'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

/** What the gateway does with a key: its token, or the code of the refusal. */
async function start(t: Parameters<typeof startTestApp>[0]) {
  const started = await startTestApp(t)
  const exchange = async (key: string) => {
    const { access_token, expires_in } = await sendRequest(started.bus, ApiKeyExchange, { key })
    return { headers: { authorization: `Bearer ${access_token}` }, expires_in }
  }
  const isRefused = (headers: Record<string, string>) =>
    eventually(async () => (await started.call('GET', '/api/user/info', undefined, headers)).status === 401)
  return { ...started, exchange, isRefused }
}

/** One service for all tests of this file: each has users of its own. */
const shared = await start(t)

t.test('a key is shown once, stored hashed, and listed with its last use', async (t) => {
  const { call, db, register, exchange } = shared
  const { headers } = await register()
  const created = await call(
    'POST',
    '/api/user/api-keys',
    { name: 'laptop', scopes: ['read', 'chat'] },
    headers,
  )
  t.equal(created.status, 201)
  t.match(created.data, { id: String, name: 'laptop', scopes: ['read', 'chat'], created_at: String })
  t.match(created.data.key, /^lz_[\w-]{43}$/)
  const list = () => call('GET', '/api/user/api-keys', undefined, headers)
  t.match((await list()).data, { api_keys: [{ id: created.data.id, last_used_at: null }], next_cursor: null })
  t.notOk(JSON.stringify(await db.selectFrom('api_keys').selectAll().execute()).includes(created.data.key))
  t.notOk(JSON.stringify(await list()).includes(created.data.key))
  await exchange(created.data.key)
  t.match((await list()).data.api_keys, [{ last_used_at: String }])
})

t.test('a key acts for its owner within its scopes, and never administers the account', async (t) => {
  const { call, register, exchange } = shared
  const owner = await register()
  const { data } = await call(
    'POST',
    '/api/user/api-keys',
    { name: 'reader', scopes: ['read'] },
    owner.headers,
  )
  const { headers, expires_in } = await exchange(data.key)
  t.ok(expires_in > 0 && expires_in <= 300)
  t.match(await call('GET', '/api/user/info', undefined, headers), {
    status: 200,
    data: { id: owner.user.id },
  })
  const refused: [Parameters<typeof call>[0], string][] = [
    ['PUT', '/api/user/profile'],
    ['POST', '/api/user/change-password'],
    ['DELETE', '/api/user'],
    ['POST', '/api/logout'],
    ['GET', '/api/user/sessions'],
    ['DELETE', '/api/user/sessions'],
    ['GET', '/api/user/api-keys'],
    ['POST', '/api/user/api-keys'],
    ['GET', '/api/admin/users'],
  ]
  for (const [method, url] of refused) {
    t.match(
      await call(method, url, undefined, headers),
      { status: 403, error_code: 'INSUFFICIENT_SCOPE' },
      url,
    )
  }
  const chat = await call('POST', '/api/user/api-keys', { name: 'chat', scopes: ['chat'] }, owner.headers)
  const chatter = await exchange(chat.data.key)
  t.equal((await call('GET', '/api/user/info', undefined, chatter.headers)).status, 403)
})

t.test('a revoked key is refused everywhere; another’s cannot be revoked', async (t) => {
  const { call, register, exchange, isRefused } = shared
  const owner = await register()
  const stranger = await register()
  const { data } = await call('POST', '/api/user/api-keys', { name: 'k' }, owner.headers)
  t.same(data.scopes, ['chat', 'export', 'read'])
  const { headers } = await exchange(data.key)
  t.equal((await call('GET', '/api/user/info', undefined, headers)).status, 200)
  const path = `/api/user/api-keys/${data.id}`
  t.match(await call('DELETE', path, undefined, stranger.headers), {
    status: 404,
    error_code: 'API_KEY_NOT_FOUND',
  })
  t.equal((await call('DELETE', path)).status, 401)
  t.equal((await call('DELETE', '/api/user/api-keys/7', undefined, owner.headers)).status, 404)
  t.equal((await call('DELETE', path, undefined, owner.headers)).status, 200)
  await isRefused(headers)
  await t.rejects(exchange(data.key), { code: 'INVALID_TOKEN' })
})

t.test('a key ends with its expiry, and rests while its owner is disabled', async (t) => {
  const { call, clock, register, registerAdmin, exchange, isRefused } = await start(t)
  const admin = await registerAdmin()
  const owner = await register()
  const expires_at = new Date(clock.now().getTime() + 60_000).toISOString()
  const { data: short } = await call('POST', '/api/user/api-keys', { name: 's', expires_at }, owner.headers)
  const { data: long } = await call('POST', '/api/user/api-keys', { name: 'l' }, owner.headers)
  t.ok((await exchange(short.key)).expires_in <= 60)
  clock.aheadMs = 61_000
  await t.rejects(exchange(short.key), { code: 'INVALID_TOKEN' })

  const { headers } = await exchange(long.key)
  const patch = (status: string) =>
    call('PATCH', `/api/admin/users/${owner.user.id}`, { status }, admin.headers)
  await patch('disabled')
  await isRefused(headers)
  await t.rejects(exchange(long.key), { code: 'INVALID_TOKEN' })
  await patch('active')
  const again = await exchange(long.key)
  t.equal((await call('GET', '/api/user/info', undefined, again.headers)).status, 200)
})

t.test('what cannot be a key is refused', async (t) => {
  const { call, register, exchange } = shared
  const { headers } = await register()
  const attempt = (body: object) => call('POST', '/api/user/api-keys', body, headers)
  for (const body of [
    {},
    { name: '' },
    { name: 'x', scopes: ['root'] },
    { name: 'x', scopes: [] },
    { name: 'x', scopes: 'chat' },
    { name: 'x', expires_at: '2020-01-01T00:00:00Z' },
    { name: 'x', expires_at: 'tomorrow' },
  ]) {
    t.match(await attempt(body), { status: 400, error_code: 'VALIDATION_ERROR' }, JSON.stringify(body))
  }
  t.equal((await call('POST', '/api/user/api-keys', { name: 'x' })).status, 401)
  await t.rejects(exchange('lz_made-up'), { code: 'INVALID_TOKEN' })
  const replies = await Promise.all(Array.from({ length: 55 }, () => attempt({ name: 'x' })))
  t.equal(replies.filter(({ status }) => status === 201).length, 50)
  t.match(await attempt({ name: 'x' }), { status: 409, error_code: 'TOO_MANY_API_KEYS' })
})
