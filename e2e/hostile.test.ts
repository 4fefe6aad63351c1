// Everything the stack must withstand, tried on one that is really running. FUZZ_CASES (requests for each
// operation) and FUZZ_SEED make it longer or another: FUZZ_CASES=2000 npm test -- e2e/hostile.test.ts -t0
import t from 'tap'
import { createClient } from './client.ts'
import { forgeries } from './hostile/forge.ts'
import { fuzz } from './hostile/fuzz.ts'
import { operationsOf } from './hostile/operations.ts'
import { furnish, newAdmin, newPerson, resourceOf } from './hostile/people.ts'
import { sendRaw, statusesIn } from './hostile/raw.ts'
import { send } from './hostile/send.ts'
import { dataDir, startStack } from './start-stack.ts'

const defaultSeed = 20_260_101
const defaultCases = 24

const stack = await startStack(t, dataDir(t), [], {
  DEMO_MODEL_CHARS_PER_SECOND: '0',
  RATE_LIMIT_FACTOR: '10000',
})
const base = stack.gateway_url
const guest = createClient(base)
const login = await guest.post('/api/login', stack.admin)
const founder = guest.as(login.body.data.token)
const { body: document } = await guest.get('/api/docs/json')
const operations = operationsOf(document)
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
/** Any id where none is known. */
const filled = (path: string, id = '01980000-0000-7000-8000-000000000000') => path.replace(/\{[^}]*\}/g, id)

const identityClaims = {
  'x-user-id': stack.admin.username,
  'x-user-role': 'admin',
  'x-forwarded-user': 'admin',
  'x-authenticated-userid': '1',
  'x-lingzhi-principal': '{"role":"admin"}',
  'x-forwarded-for': '127.0.0.1',
}

t.test('headers that claim an identity open nothing, at the gateway or at a service itself', async (t) => {
  const services = stack.processes.filter(({ name }) => ['auth', 'chat', 'checkin', 'export'].includes(name))
  const bases = [base, ...services.map(({ port }) => `http://127.0.0.1:${port}`)]
  const guarded = operations.filter(({ access }) => access === 'needed')
  t.ok(guarded.length > 30)
  for (const { method, path } of guarded) {
    const answers = await Promise.all(
      bases.map((one) => send(one, method, { path: filled(path), headers: identityClaims })),
    )
    const told = answers.map(({ status }) => status)
    t.ok(
      told.every((status) => [401, 404, 405].includes(status)) && told[0] === 401,
      `${method} ${path}: ${told}`,
    )
  }
})

t.test('a forged token opens no route', async (t) => {
  const { token } = await newPerson(base)
  const { body: jwks } = await guest.get('/.well-known/jwks.json')
  const guarded = operations.filter(({ access }) => access !== 'public')
  for (const [name, forged] of Object.entries(forgeries(token, jwks.keys))) {
    const answers = await Promise.all(
      guarded.map(({ method, path }) => send(base, method, { path: filled(path), headers: bearer(forged) })),
    )
    const passed = guarded.filter((_, n) => answers[n]?.status !== 401)
    t.same(passed, [], name)
  }
})

// What a route needs to get as far as looking for the resource.
const bodies: Record<string, unknown> = {
  'PATCH /api/conversations/{id}': { title: 'mine now' },
  'POST /api/messages/{id}/edit': { content: 'mine now' },
  'POST /api/messages/{id}/feedback': { type: 'like' },
  'POST /api/messages/{id}/regenerate': {},
  'PATCH /api/admin/users/{id}': { role: 'admin' },
}

t.test('somebody else’s id is nothing, in every route that takes one', async (t) => {
  const [owner, stranger] = [await newPerson(base), await newPerson(base)]
  const admin = await newAdmin(base, founder)
  const belongings = await furnish(owner, 1)
  const takers = operations.filter(({ path }) => belongings[resourceOf(path)])
  t.ok(takers.length >= 20, `${takers.length} routes take an id`)
  const callers = { guest: {}, stranger: bearer(stranger.token), key: bearer(stranger.key) }
  for (const { method, path } of takers) {
    const name = `${method} ${path}`
    const body = bodies[name] === undefined ? undefined : JSON.stringify(bodies[name])
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const ownId = belongings[resourceOf(path)]?.[0]
    const others = path.startsWith('/api/admin/') ? callers : { ...callers, admin: bearer(admin.token) }
    for (const [caller, headers] of Object.entries(others)) {
      const { status } = await send(base, method, {
        path: filled(path, ownId),
        headers: { ...type, ...headers },
        body,
      })
      t.ok([401, 403, 404].includes(status), `${name} as ${caller}: ${status}`)
    }
  }
  const [conversation_id] = belongings.conversations ?? []
  const asked = await stranger.client.post('/api/chat', { message: 'hello', conversation_id })
  t.equal(asked.status, 404)
  const named = { format: 'json', conversation_ids: [conversation_id] }
  t.equal((await stranger.client.post('/api/exports', named)).status, 404)
  const ledger = await stranger.client.post('/api/admin/points/adjust', {
    user_id: owner.id,
    amount: 1,
    reason: 'x',
  })
  t.equal(ledger.status, 403)

  const kept = await owner.client.get(`/api/conversations/${conversation_id}`)
  t.equal(kept.body.data.messages.length, 2, 'and nothing of the owner’s has changed')
  t.not(kept.body.data.title, 'mine now')
  t.equal((await owner.client.get('/api/user/info')).status, 200)
})

t.test('an API key opens what the document says of its scope, and nothing else', async (t) => {
  const { client } = await newPerson(base)
  const scopesOf = ({ description }: (typeof operations)[number]): string[] =>
    /API keys: scope (.*)\./.exec(description)?.[1]?.match(/\w+(?=`)/g) ?? []
  for (const scope of ['chat', 'export', 'read']) {
    const { body } = await client.post('/api/user/api-keys', { name: scope, scopes: [scope] })
    const headers = bearer(body.data.key)
    for (const operation of operations.filter(({ access }) => access !== 'public')) {
      const { status, text } = await send(base, operation.method, { path: filled(operation.path), headers })
      const refused = status === 403 && /INSUFFICIENT_SCOPE|insufficient_scope/.test(text ?? '')
      const open = scopesOf(operation).includes(scope)
      t.equal(refused, !open, `${operation.method} ${operation.path} with ${scope}: ${status}`)
    }
  }
})

t.test('no spelling of a path gets around who may call it', async (t) => {
  const { token } = await newPerson(base)
  const spellings = (path: string) => [
    `/${path}`,
    path.replace('/api/', '/api//'),
    path.replace('/api/', '/api/./'),
    path.replace('/api/', '/api/agents/../'),
    path.replace('/api/', '/api/agents/..;/'),
    path.replace('/api/', '/api/agents/%2e%2e/'),
    path.replace('/api/', '/api/agents/%252e%252e%252f'),
    path.replace('/api/', '/api/agents/..%5c'),
    path.replace('/api/', '/api%2f'),
    path.replace('/api/admin', '/api/%61dmin'),
    path.replace('/api/admin', '/API/Admin'),
    `${path}%00`,
    `${path}%00.json`,
    `${path};a=b`,
    `${path}/%20/`,
    `http://127.0.0.1${path}`,
  ]
  const guarded = operations.filter(({ path, method }) => path.startsWith('/api/admin/') && method === 'GET')
  for (const spelling of guarded.flatMap(({ path }) => spellings(filled(path, '1')))) {
    const request = `GET ${spelling} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`
    const statuses = statusesIn(await sendRaw(base, request))
    t.ok(statuses.length === 1 && [400, 403, 404].includes(statuses[0]!), `${spelling}: ${statuses}`)
  }
})

t.test('no shape of request hides another one in it', async (t) => {
  const hidden = 'GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n'
  const post = (headers: string, body: string) =>
    `POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`
  const shapes = {
    'CL and TE': post(`Content-Length: 4\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${hidden}`),
    'TE and CL': post(`Transfer-Encoding: chunked\r\nContent-Length: 4`, `0\r\n\r\n${hidden}`),
    'two different lengths': post('Content-Length: 0\r\nContent-Length: 44', hidden),
    'a list of lengths': post('Content-Length: 0, 44', hidden),
    'a length with a sign': post('Content-Length: +0', hidden),
    'a folded header': post('Transfer-Encoding:\r\n chunked', `0\r\n\r\n${hidden}`),
    'a folded length': post('Content-Length: 0\r\n 44', hidden),
    'a space before the colon': post('Transfer-Encoding : chunked', `0\r\n\r\n${hidden}`),
    'a bare line feed': `POST /api/login HTTP/1.1\nHost: x\nContent-Length: 0\nTransfer-Encoding: chunked\n\n0\n\n${hidden}`,
    'a bare carriage return': post('X: 1\rTransfer-Encoding: chunked', hidden),
    'a chunk size too long': post('Transfer-Encoding: chunked', `fffffffffffffffff\r\n${hidden}`),
    'a chunk size with a sign': post('Transfer-Encoding: chunked', `-1\r\n${hidden}`),
    'a chunk without its end': post('Transfer-Encoding: chunked', `1\r\naXX0\r\n\r\n${hidden}`),
  }
  for (const [name, bytes] of Object.entries(shapes)) {
    const statuses = statusesIn(await sendRaw(base, bytes))
    t.same(statuses, [400], name)
  }
  t.same((await guest.get('/api/health')).body, { status: 'ok' })
})

t.test('bodies of 10,000 levels, and names that reach for a prototype, harm nothing', async (t) => {
  const [user, admin] = [await newPerson(base), await newAdmin(base, founder)]
  const bodies = [
    `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    '{"__proto__":{"role":"admin","status":"active","scope":"all"}}',
    '{"constructor":{"prototype":{"role":"admin"}},"toString":1,"hasOwnProperty":1}',
  ]
  const headers = { 'content-type': 'application/json', ...bearer(admin.token) }
  for (const { method, path } of operations.filter(({ body }) => body)) {
    for (const body of bodies) {
      const { status } = await send(base, method, { path: filled(path, '2'), headers, body })
      t.ok(status < 500, `${method} ${path}: ${status}`)
    }
  }
  const info = await user.client.get('/api/user/info')
  t.equal(info.status, 200)
  t.equal((await user.client.get('/api/admin/users')).status, 403)
})

t.test('a method the document does not name is refused as such', async (t) => {
  const { token } = await newPerson(base)
  const paths = Map.groupBy(operations, ({ path }) => path)
  for (const [path, known] of paths) {
    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) =>
      known.every(({ method }) => method !== one),
    )
    for (const method of others) {
      const { status } = await send(base, method, { path: filled(path), headers: bearer(token) })
      // 400 where the path also reads as another one's with an id.
      t.ok([400, 403, 404, 405].includes(status), `${method} ${path}: ${status}`)
    }
  }
})

t.test('whatever is asked, the answer is a documented one and never a failure of ours', async (t) => {
  const seed = Number(process.env.FUZZ_SEED ?? defaultSeed)
  const casesEach = Number(process.env.FUZZ_CASES ?? defaultCases)
  const { findings, cases, statuses } = await fuzz({ base, founder, document, seed, casesEach })
  t.comment(`seed ${seed}: ${cases} requests for ${operations.length} operations`, statuses)
  t.same(findings, [])
  for (const status of [200, 201, 400, 401, 403, 404]) t.ok(statuses[status], `some were ${status}`)
})
