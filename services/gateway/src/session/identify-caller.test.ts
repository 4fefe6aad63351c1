import t from 'tap'
import type { Row } from '../proxy/row.ts'
import { seenBy, startTestGateway } from '../test-app.ts'
import { rows } from '../upstreams.ts'

t.test(
  'a route that needs a token is refused without one, and any that reads one with a bad one',
  async (t) => {
    const { url } = await startTestGateway(t)
    const get = async (path: string, authorization?: string) =>
      (await fetch(url + path, { headers: authorization ? { authorization } : {} })).json()
    t.match(await get('/api/conversations'), { status: 401, error_code: 'MISSING_TOKEN' })
    t.match(await get('/api/conversations', 'Bearer a.b.c'), { status: 401, error_code: 'INVALID_TOKEN' })
    t.match(await get('/api/conversations', 'Basic abc'), { status: 401, error_code: 'INVALID_TOKEN' })
    t.match(await get('/api/agents', 'Bearer a.b.c'), { status: 401, error_code: 'INVALID_TOKEN' })
    t.match(await get('/api/agents'), { url: '/api/agents' })
    t.match(await get('/.well-known/jwks.json', 'Bearer a.b.c'), { url: '/.well-known/jwks.json' })
  },
)

t.test('an expired access token is told from a bad one, in the caller’s language', async (t) => {
  const { url, identity, apiKeys } = await startTestGateway(t)
  const { headers, token } = await identity.user({ expiresIn: '-1s' })
  const get = async (path: string, more: Record<string, string> = {}) => {
    const response = await fetch(url + path, { headers: { ...headers, ...more } })
    return { status: response.status, body: (await response.json()) as object }
  }
  const expired = { status: 401, error_code: 'TOKEN_EXPIRED', detail: /已过期/ }
  for (const path of ['/api/user/info', '/api/agents'])
    t.match(await get(path), { status: 401, body: expired }, path)
  t.match(await get('/api/user/info', { 'accept-language': 'en' }), { body: { detail: /has expired/ } })
  t.match(await get('/v1/models'), {
    status: 401,
    body: {
      error: {
        type: 'invalid_request_error',
        code: 'invalid_api_key',
        error_code: 'TOKEN_EXPIRED',
        message: /已过期/,
      },
    },
  })
  apiKeys.set('lz_key', token)
  t.match(
    await get('/api/user/info', { authorization: 'Bearer lz_key' }),
    { status: 401, body: { error_code: 'INVALID_TOKEN' } },
    'the caller of an API key has no token to refresh',
  )
})

t.test('at every address that reads a token an expired one is told from a wrong one', async (t) => {
  const { url, identity } = await startTestGateway(t)
  const past = await identity.user({ expiresIn: '-1s' })
  const codeOf = async (row: Row, authorization: string, query = '') => {
    const method = row.methods.find((one) => one !== 'HEAD') ?? 'GET'
    const path = row.path.replace(/:\w+/g, 'x').replace('*', 'x')
    const response = await fetch(`${url}${path}${query}`, {
      method,
      headers: authorization ? { authorization } : {},
    })
    const { error_code, error } = (await response.json()) as {
      error_code?: string
      error?: { error_code: string }
    }
    return error_code ?? error?.error_code
  }
  const guarded = rows.filter(({ access }) => access !== 'public')
  t.ok(guarded.length > 30)
  for (const row of guarded) {
    const at = `${row.methods} ${row.path}`
    t.equal(await codeOf(row, `Bearer ${past.token}`), 'TOKEN_EXPIRED', at)
    t.equal(await codeOf(row, `Bearer ${past.token}x`), 'INVALID_TOKEN', at)
  }
  for (const row of guarded.filter(({ streams, methods }) => streams && methods.includes('GET'))) {
    const ticket = await past.ticket(row.path.replace(/:\w+/g, 'x'))
    t.equal(await codeOf(row, '', `?ticket=${ticket}`), 'TOKEN_EXPIRED', `a ticket of ${row.path}`)
  }
})

t.test('administration is for administrators', async (t) => {
  const { url, identity } = await startTestGateway(t)
  const [user, admin] = [await identity.user(), await identity.user({ role: 'admin' })]
  const as = async ({ headers }: typeof user) => (await fetch(`${url}/api/admin/users`, { headers })).json()
  t.match(await as(user), { status: 403, error_code: 'FORBIDDEN' })
  t.match(await as(admin), { url: '/api/admin/users' })
})

t.test('an API key becomes an access token at the edge, with one request', async (t) => {
  const { url, identity, apiKeys, exchanges } = await startTestGateway(t)
  const user = await identity.user()
  apiKeys.set('lz_good', user.token)
  const get = (key: string) => fetch(`${url}/api/user/info`, { headers: { authorization: `Bearer ${key}` } })
  const replies = await Promise.all(Array.from({ length: 10 }, () => get('lz_good')))
  for (const reply of replies) t.equal((await seenBy(reply)).headers.authorization, `Bearer ${user.token}`)
  t.equal(exchanges(), 1)
  for (const _ of [1, 2])
    t.match(await (await get('lz_bad')).json(), { status: 401, error_code: 'INVALID_TOKEN' })
  t.equal(exchanges(), 2, 'a refusal is remembered for a moment too')
})

t.test('refusals under /v1 have the shape that clients of OpenAI read', async (t) => {
  const { url, identity, apiKeys, startGateway } = await startTestGateway(t, { RATE_LIMIT_FACTOR: 0.05 })
  const user = await identity.user()
  const reading = await identity.user({ scopes: ['read'] })
  apiKeys.set('lz_read', reading.token)
  const complete = async (base: string, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const reply = await fetch(`${base}/v1/chat/completions`, { method: 'POST', headers })
    return { status: reply.status, ...((await reply.json()) as object) }
  }
  const invalid = { type: 'invalid_request_error', code: 'invalid_api_key', message: String }
  t.match(await complete(url), { status: 401, error: invalid })
  t.match(await complete(url, 'lz_bad'), { status: 401, error: invalid })
  t.match(await complete(url, 'lz_read'), { status: 403, error: { type: 'permission_error' } })
  const lonely = await startGateway({})
  t.match(await complete(lonely.url, user.token), { status: 503, error: { type: 'server_error' } })
  const responses = []
  for (let n = 0; n < 8; n++) responses.push(await complete(url, user.token))
  t.match(responses.at(-1), { status: 429, error: { type: 'rate_limit_error', code: 'rate_limit_exceeded' } })
  const unknown = await fetch(`${url}/v1`)
  t.match(await unknown.json(), { error: { code: 'unknown_url' } })
  t.match(unknown.headers.get('content-type'), /^application\/json/)
})

t.test('a ticket in the URL opens its stream as its user, and nothing else', async (t) => {
  const { url, identity } = await startTestGateway(t)
  const user = await identity.user()
  const get = (path: string, ticket: string, method = 'GET') =>
    fetch(`${url}${path}?ticket=${ticket}`, { method })
  for (const path of ['/api/chat-stream/r', '/api/exports/e/events']) {
    const ticket = await user.ticket(path)
    t.match(await seenBy(await get(path, ticket)), { url: `${path}?ticket=${ticket}` })
    t.equal((await get(`${path}x`, ticket)).status === 200, false)
    t.equal((await get(path, `${ticket}x`)).status, 401)
    t.equal((await get('/api/exports', ticket)).status, 401, 'no stream')
    t.equal((await get(path, user.token)).status, 401, 'a token is no ticket')
  }
  const ticket = await user.ticket('/api/chat-stream/r/stop')
  t.equal((await get('/api/conversations', ticket)).status, 401)
  t.equal((await get('/api/exports/e/events', '')).status, 401)
})
