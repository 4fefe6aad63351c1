import t from 'tap'
import { createClient, ProblemError } from './client.ts'
import type { Tokens } from './session.ts'
import type { Responder } from './test-server.ts'
import { json, startServer } from './test-server.ts'

const ended = json(401, { error_code: 'INVALID_TOKEN', status: 401, message: 'ended', request_id: 'r1' })
const expired = json(401, { error_code: 'TOKEN_EXPIRED', status: 401, message: 'expired', request_id: 'r2' })
const renewed = json(200, { data: { access_token: 'new', refresh_token: 'next' } })
const user = json(200, { success: true, data: { user: {} } })

/** Refuses the token `old`, and renews it once. */
const platform =
  (refusal: Responder): Responder =>
  (request, response) => {
    if (request.url === '/api/refresh') return renewed(request, response)
    return (request.headers.authorization === 'Bearer new' ? user : refusal)(request, response)
  }

for (const [code, refusal] of Object.entries({ TOKEN_EXPIRED: expired, INVALID_TOKEN: ended }))
  t.test(`requests refused together with ${code} renew the tokens once, and all succeed`, async (t) => {
    const { baseUrl, seen } = await startServer(t, platform(refusal))
    const stored: (Tokens | null)[] = []
    const client = createClient({
      baseUrl,
      tokens: { access_token: 'old', refresh_token: 'first' },
      onTokens: (tokens) => void stored.push(tokens),
    })
    await Promise.all([1, 2, 3].map(() => client.get('/api/user/info')))
    const refreshes = seen.filter(({ url }) => url === '/api/refresh')
    t.same(
      refreshes.map(({ body }) => JSON.parse(body)),
      [{ refresh_token: 'first' }],
    )
    t.same(stored, [{ access_token: 'new', refresh_token: 'next' }])
    await client.get('/api/user/info')
    t.equal(seen.filter(({ url }) => url === '/api/refresh').length, 1)
  })

t.test('a body is sent again completely after the tokens were renewed', async (t) => {
  const { baseUrl, seen } = await startServer(t, platform(expired))
  const client = createClient({ baseUrl, tokens: { access_token: 'old', refresh_token: 'first' } })
  await client.put('/api/checkin/leaderboard/consent', { body: { show_name: true } })
  t.equal(seen.at(-1)?.body, seen[0]?.body)
  t.match(seen.at(-1)?.body, /true/)
})

t.test('a refused refresh token signs out and is reported once', async (t) => {
  const { baseUrl } = await startServer(t, ended)
  const stored: (Tokens | null)[] = []
  const client = createClient({
    baseUrl,
    tokens: { access_token: 'old', refresh_token: 'spent' },
    onTokens: (tokens) => void stored.push(tokens),
  })
  await t.rejects(client.get('/api/user/info'), { name: 'ProblemError', code: 'INVALID_TOKEN', status: 401 })
  t.same(stored, [null])
  t.equal(client.tokens, null)
})

t.test('a token without a refresh token is refused without an attempt to renew it', async (t) => {
  const { baseUrl, seen } = await startServer(t, ended)
  const client = createClient({ baseUrl, tokens: { access_token: 'key' } })
  await t.rejects(client.get('/api/user/info'), { code: 'INVALID_TOKEN' })
  t.equal(seen.length, 1)
})

t.test('a problem has every member of its document', async (t) => {
  const { baseUrl } = await startServer(
    t,
    json(429, {
      error_code: 'TOO_MANY_REQUESTS',
      status: 429,
      message: 'wait',
      request_id: 'r2',
      retry_after: 7,
      errors: [{ path: 'a', message: 'b' }],
    }),
  )
  const error = await createClient({ baseUrl })
    .get('/api/health')
    .catch((reason: unknown) => reason)
  t.ok(error instanceof ProblemError)
  t.match(error, {
    code: 'TOO_MANY_REQUESTS',
    status: 429,
    message: 'wait',
    request_id: 'r2',
    retry_after: 7,
    errors: [{ path: 'a', message: 'b' }],
  })
})

t.test('the language of messages is sent with every request, that for new tokens included', async (t) => {
  const { baseUrl, seen } = await startServer(t, platform(expired))
  const tokens = { access_token: 'old', refresh_token: 'first' }
  await createClient({ baseUrl, tokens, language: 'en' }).get('/api/user/info')
  t.same(
    seen.map(({ headers }) => headers['accept-language']),
    ['en', 'en', 'en'],
  )
})

t.test('responses that are no problem document, and OpenAI’s errors, are problems too', async (t) => {
  const page: Responder = (_request, response) =>
    response.writeHead(502, { 'retry-after': '3' }).end('<h1>Bad gateway</h1>')
  const { baseUrl } = await startServer(
    t,
    page,
    json(404, { error: { message: 'none', code: 'model_not_found' } }),
  )
  const client = createClient({ baseUrl })
  await t.rejects(client.get('/api/health'), { code: 'UNREADABLE_RESPONSE', status: 502, retry_after: 3 })
  await t.rejects(client.get('/v1/models'), { code: 'MODEL_NOT_FOUND', message: 'none' })
})

/** Like the gateway to a browser with a session: signs in, and renews by the cookie alone. */
const browser =
  (renewal: Responder): Responder =>
  (request, response) => {
    if (request.url === '/api/login') return json(200, { data: { access_token: 'old' } })(request, response)
    return (request.url === '/api/refresh' ? renewal : platform(expired))(request, response)
  }
const byCookie = json(200, { data: { access_token: 'new' } })
const isRefresh = ({ url }: { url: string }) => url === '/api/refresh'

t.test('in cookie mode no refresh token is sent, kept or told, and every request says so', async (t) => {
  const { baseUrl, seen } = await startServer(t, browser(renewed))
  const told: (Tokens | null)[] = []
  const client = createClient({ baseUrl, cookie: true, onTokens: (tokens) => void told.push(tokens) })
  t.equal(await client.renew(), true)
  await client.logIn({ username: 'someone', password: 'correct horse battery' })
  await Promise.all([1, 2, 3].map(() => client.get('/api/user/info')))
  t.same(told, [{ access_token: 'new' }, { access_token: 'old' }, { access_token: 'new' }])
  t.same(client.tokens, { access_token: 'new' })
  t.same(
    seen.filter(isRefresh).map(({ body }) => body),
    ['', ''],
  )
  t.ok(seen.every(({ headers }) => headers['x-requested-with'] === 'console'))
  await client.logOut()
  t.equal(client.tokens, null)
  t.match(seen.at(-1), { url: '/api/logout', headers: { authorization: 'Bearer new' } })
})

t.test('renew says whether this browser has a session, and throws when nobody answers', async (t) => {
  const none: Responder = (_request, response) => response.writeHead(204).end()
  for (const [renewal, has] of [
    [byCookie, true],
    [none, false],
    [ended, false],
  ] as const) {
    const { baseUrl } = await startServer(t, browser(renewal))
    t.equal(await createClient({ baseUrl, cookie: true }).renew(), has)
  }
  const cut = await startServer(t, (_request, response) => response.destroy())
  await t.rejects(createClient({ ...cut, cookie: true }).renew(), TypeError)
  const away = await startServer(t, json(503, { error_code: 'SERVICE_UNAVAILABLE', status: 503 }))
  await t.rejects(createClient({ ...away, cookie: true }).renew(), { code: 'SERVICE_UNAVAILABLE' })
  t.equal(await createClient({ ...away, tokens: { access_token: 'key' } }).renew(), false)
})

t.test('renewals asked for together, and requests that need one, share one', async (t) => {
  const { baseUrl, seen } = await startServer(t, browser(byCookie))
  const client = createClient({ baseUrl, cookie: true, tokens: { access_token: 'old' } })
  await Promise.all([client.renew(), client.renew(), client.get('/api/user/info')])
  t.equal(seen.filter(isRefresh).length, 1)
})

t.test(
  'a session that has ended on the server signs out once, and the request keeps its own problem',
  async (t) => {
    const none: Responder = (_request, response) => response.writeHead(204).end()
    const { baseUrl } = await startServer(t, browser(none))
    const told: (Tokens | null)[] = []
    const tokens = { access_token: 'old' }
    const onTokens = (next: Tokens | null) => void told.push(next)
    const client = createClient({ baseUrl, cookie: true, tokens, onTokens })
    await t.rejects(client.get('/api/user/info'), { code: 'TOKEN_EXPIRED' })
    t.equal(await client.renew(), false)
    t.same(told, [null])
  },
)

t.test('a renewal that comes back after a sign-out signs nobody in', async (t) => {
  const late = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const { baseUrl } = await startServer(
    t,
    browser(async (request, response) => {
      asked.resolve()
      await late.promise
      return byCookie(request, response)
    }),
  )
  const client = createClient({ baseUrl, cookie: true, tokens: { access_token: 'new' } })
  const renewal = client.renew()
  await asked.promise
  await client.logOut()
  late.resolve()
  await renewal
  t.equal(client.tokens, null)
})

t.test('messages come in the language set last', async (t) => {
  const { baseUrl, seen } = await startServer(t, user)
  const client = createClient({ baseUrl, language: 'zh' })
  await client.get('/api/user/info')
  client.setLanguage('en')
  await client.get('/api/user/info')
  t.same(
    seen.map(({ headers }) => headers['accept-language']),
    ['zh', 'en'],
  )
})

t.test('the tokens of a registration sign in', async (t) => {
  const { baseUrl, seen } = await startServer(t, user)
  const client = createClient({ baseUrl })
  await client.signIn({ access_token: 'mine', refresh_token: 'next' })
  await client.get('/api/user/info')
  t.equal(seen[0]?.headers.authorization, 'Bearer mine')
  t.same(client.tokens, { access_token: 'mine', refresh_token: 'next' })
})
