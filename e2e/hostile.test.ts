// Everything the stack must refuse, tried on one that is really running.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { upstreamNames } from '@lingzhi/contracts/services'
import t from 'tap'
import { createClient } from './client.ts'
import { forgeries, misstatements } from './hostile/forge.ts'
import type { Operation } from './hostile/operations.ts'
import { readOperations } from './hostile/operations.ts'
import type { Belongings, Person } from './hostile/people.ts'
import { furnish, newAdmin, newPerson, resourceOf } from './hostile/people.ts'
import { sendRaw, statusesIn } from './hostile/raw.ts'
import { send } from './hostile/send.ts'
import { hugeShapes, smugglingShapes } from './hostile/shapes.ts'
import { readSigningKey } from './hostile/signing-key.ts'
import { dataDir, startStack } from './start-stack.ts'

const folder = dataDir(t)
const stack = await startStack(t, folder, [], {
  DEMO_MODEL_CHARS_PER_SECOND: '0',
  RATE_LIMIT_FACTOR: '10000',
  TOOLS_PRIVATE_HOSTS: '127.0.0.1',
})
const base = stack.gateway_url
const guest = createClient(base)
const login = await guest.post('/api/login', stack.admin)
const founder = guest.as(login.body.data.token)
const operations = await readOperations(guest)
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
/** Any id where none is known. */
const filled = (path: string, id = '01980000-0000-7000-8000-000000000000') => path.replace(/\{[^}]*\}/g, id)

const services = stack.processes.filter(({ name }) => upstreamNames.some((service) => service === name))
const bases = [base, ...services.map(({ port }) => `http://127.0.0.1:${port}`)]

const identityClaims = {
  'x-user-id': stack.admin.username,
  'x-user-role': 'admin',
  'x-forwarded-user': 'admin',
  'x-forwarded-access-token': login.body.data.token,
  'x-remote-user': 'admin',
  'x-authenticated-userid': '1',
  'x-auth-request-user': 'admin',
  'x-lingzhi-principal': '{"role":"admin"}',
  'x-api-key': login.body.data.token,
  'x-access-token': login.body.data.token,
  'x-original-url': '/api/health',
  'x-rewrite-url': '/api/health',
  'x-http-method-override': 'GET',
  'proxy-authorization': `Bearer ${login.body.data.token}`,
  'x-forwarded-for': '127.0.0.1',
  'x-real-ip': '127.0.0.1',
  forwarded: 'for=127.0.0.1;proto=https;by=gateway',
  'remote-user': 'admin',
  role: 'admin',
  sub: login.body.data.user.id,
  cookie: `token=${login.body.data.token}; access_token=${login.body.data.token}`,
}

t.test('headers that claim an identity open nothing, at the gateway or at a service itself', async (t) => {
  const guarded = operations.filter(({ access }) => access === 'needed')
  t.ok(guarded.length > 30)
  for (const { method, path } of guarded) {
    const responses = await Promise.all(
      bases.map((one) => send(one, method, { path: filled(path), headers: identityClaims })),
    )
    const statuses = responses.map(({ status }) => status)
    t.ok(
      statuses.every((status) => [401, 404, 405].includes(status)) && statuses[0] === 401,
      `${method} ${path}: ${statuses}`,
    )
  }
})

/** A guarded route of each service, where how it guards is what matters. */
const entrances = [
  '/api/user/info',
  '/api/conversations',
  '/api/checkin/status',
  '/api/exports',
  '/api/v1/files',
  '/v1/models',
]

t.test('nor does any header that our code reads, nor do they make a user an administrator', async (t) => {
  const [stranger, admin] = [await newPerson(base), login.body.data]
  const headersRead = new Set(sourcesOf(['services', 'packages']).flatMap((source) => [...namesRead(source)]))
  t.ok(headersRead.has('x-forwarded-for') && headersRead.size > 10, [...headersRead].join(' '))
  for (const name of headersRead) {
    const headers = { [name]: admin.user.id }
    for (const path of entrances) {
      for (const one of bases) {
        const { status } = await send(one, 'GET', { path, headers })
        t.ok([400, 401, 404].includes(status), `${path} with ${name}: ${status}`)
      }
    }
  }
  const claims = { ...identityClaims, ...bearer(stranger.token) }
  const info = await send(base, 'GET', { path: '/api/user/info', headers: claims })
  t.equal(JSON.parse(info.text).data.id, stranger.id)
  for (const { method, path } of operations.filter(({ path }) => path.startsWith('/api/admin/'))) {
    const { status } = await send(base, method, { path: filled(path), headers: claims })
    t.equal(status, 403, `${method} ${path}`)
  }
})

/** The sources of the gateway, the services and what they share. */
function sourcesOf(folders: string[]): string[] {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const units = folders.flatMap((folder) =>
    readdirSync(root + folder).map((unit) => `${root}${folder}/${unit}/src`),
  )
  const files = units.flatMap((unit) =>
    readdirSync(unit, { recursive: true, encoding: 'utf8' }).map((file) => `${unit}/${file}`),
  )
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
}

/** The request headers a source reads; Authorization is left out, as it is the one that may identify the caller. */
function* namesRead(source: string): Generator<string> {
  for (const [, name = ''] of source.matchAll(/\bheaders(?:\.|\[')([a-z][a-z-]*)/g)) {
    if (!/^(authorization|content-length|get|set|has|map|join|ts)$/.test(name)) yield name
  }
}

/** Which guarded routes, or those of them named, do not refuse this token with 401. */
async function openedBy(token: string, paths?: string[]): Promise<string[]> {
  const guarded = operations.filter(
    ({ access, method, path }) =>
      access !== 'public' && (!paths || (method === 'GET' && paths.includes(path))),
  )
  const responses = await Promise.all(
    guarded.map(({ method, path }) => send(base, method, { path: filled(path), headers: bearer(token) })),
  )
  return guarded.filter((_, n) => responses[n]?.status !== 401).map(({ method, path }) => `${method} ${path}`)
}

t.test('a forged token opens no route', async (t) => {
  const { token } = await newPerson(base)
  const { body: jwks } = await guest.get('/.well-known/jwks.json')
  for (const [name, forged] of Object.entries(forgeries(token, jwks.keys))) {
    t.same(await openedBy(forged), [], name)
  }
})

t.test('a properly signed token opens no service when one of its claims is wrong', async (t) => {
  const { token } = await newPerson(base)
  const { good, bad } = misstatements(token, await readSigningKey(folder, stack))
  t.equal((await guest.as(good).get('/api/user/info')).status, 200, 'the key is the true one')
  for (const [name, misstated] of Object.entries(bad)) {
    t.same(await openedBy(misstated, entrances), [], name)
  }
})

// What a route needs to get as far as looking for the resource.
const bodies: Record<string, object> = {
  'PATCH /api/conversations/{id}': { title: 'mine now' },
  'POST /api/messages/{id}/edit': { content: 'mine now' },
  'POST /api/messages/{id}/feedback': { type: 'like' },
  'POST /api/messages/{id}/regenerate': {},
  'PATCH /api/admin/users/{id}': { role: 'admin' },
  'PUT /api/v1/mistakes/{id}': { notes: 'mine now' },
  'POST /api/v1/mistakes/{id}/review': { review_result: 'correct' },
  'POST /api/v1/mistakes/{id}/reviews/import': {
    reviews: [{ reviewed_on: '2026-01-01', review_result: 'correct' }],
  },
  'POST /api/v1/reviews': {},
  'POST /api/v1/reviews/{id}/submit': { skip: true },
  'POST /api/v1/feedback': {},
  'PUT /api/v1/platform/scenarios/{id}': { name: 'mine now' },
  'PUT /api/v1/platform/skills/{id}': { category: 'mine now' },
  'PUT /api/v1/platform/skills/{id}/enabled': { enabled: true },
  'POST /api/v1/platform/users/{id}/preferences/items': { statement: 'mine now' },
  'PATCH /api/v1/platform/users/{id}/preferences/items/{item_id}': { pinned: true },
  'POST /api/v1/platform/users/{id}/preferences/items/{item_id}/revert': { version: 1 },
  'PUT /api/v1/platform/users/{id}/preferences/settings': { applying: false },
  'POST /api/v1/feedback/implicit': { implicit_type: 'retry' },
  'POST /api/v1/platform/scenarios/match': { query: 'hello' },
  'POST /api/v1/platform/cron/batch-learn-preferences': {},
  'PUT /api/v1/platform/users/{id}/scenario-config': {},
  'PUT /api/v1/platform/sessions/{id}/scenario-config': {},
  'PUT /api/v1/platform/users/{id}/config': {},
  'PUT /api/v1/platform/system-prompts/{id}': { name: 'mine now' },
  'PUT /api/v1/platform/system-default-config/{key}': { value: null },
  'POST /api/v1/platform/system-prompts': { name: 'mine', content: 'mine' },
  'PUT /api/v1/learning/sessions/{id}': { title: 'mine now' },
  'PATCH /api/v1/learning/sessions/{id}': { title: 'mine now' },
  'POST /api/v1/learning/feedback': { rating: 5 },
  'POST /api/v1/learning/ask': { content: 'hello' },
  'POST /api/v1/learning/ask-stream': { content: 'hello' },
  'PUT /api/v1/homework/submissions/{id}': { title: 'mine now' },
  'PUT /api/v1/homework/submissions/{id}/items/{number}': { student_answer: 'mine now' },
  'POST /api/v1/homework/submissions/{id}/items/{number}/appeal': { reason: 'mine now' },
  'POST /api/v1/homework/submissions/{id}/items/{number}/override': { score: 1 },
  'PUT /api/v1/homework/templates/{id}': { title: 'mine now' },
  'POST /api/v1/homework/submit': { subject: 'math' },
  'POST /api/v1/mistakes': { title: 'mine now', question_content: 'x', subject: 'math' },
  'POST /api/v1/mistakes/batch-import': { mistakes: [] },
  'POST /api/v1/homework/submit template_id': { answers: [{ student_answer: '2' }] },
  'PUT /api/admin/tool-servers/{id}': { enabled: false },
  'POST /api/chat': { message: 'hello' },
  'POST /api/agent/chat': { message: 'hello' },
  'POST /api/chat-stream': { message: 'hello' },
  'POST /api/exports': { format: 'json' },
  'POST /api/imports/uploads': {},
  'POST /api/admin/points/adjust': { amount: 1, reason: 'x' },
}
/** What administrators may look at, whosever it is. */
const administered =
  /^\/api\/(admin\/|v1\/homework\/|v1\/platform\/(scenarios|skills|users|cron|system-prompts|system-default-config)\/)/

/** Resources that no user owns: agents, by name models and tools, and what one's own files may be listed by. */
const everybodys = ['agents', 'models', 'session', 'tools', 'system-default-config']

t.test('another user’s id is unknown to every route that takes one', async (t) => {
  const [owner, stranger] = [await newPerson(base), await newPerson(base)]
  const admin = await newAdmin(base, founder)
  const [own, strange] = [await furnish(owner, 1), await furnish(stranger, 1)]
  const belongings: Belongings = { ...own, ...(await onlyOf(admin)) }
  const callers = { guest: {}, stranger: bearer(stranger.token), key: bearer(stranger.key) }
  const withOthers = { ...callers, admin: bearer(admin.token) }
  const attempt = ({ method, path }: Operation, filledPath: string, headers: object, members = {}) => {
    const [member] = Object.keys(members)
    const given = bodies[`${method} ${path} ${member}`] ?? bodies[`${method} ${path}`]
    const body = given && method !== 'GET' ? JSON.stringify({ ...given, ...members }) : undefined
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    return send(base, method, { path: filledPath, headers: { ...type, ...headers }, body })
  }

  const takers = operations.filter(({ path }) => path.includes('{') && !everybodys.includes(resourceOf(path)))
  t.ok(takers.length >= 20, `${takers.length} routes take an id in their path`)
  for (const operation of takers) {
    const { method, path } = operation
    const [ownId] = belongings[resourceOf(path)] ?? []
    t.ok(ownId, `there is something for ${path}`)
    for (const [caller, headers] of Object.entries(administered.test(path) ? callers : withOthers)) {
      const { status } = await attempt(operation, filled(path, ownId), headers)
      t.ok([401, 403, 404].includes(status), `${method} ${path} as ${caller}: ${status}`)
    }
  }

  const named = operations.flatMap((operation) => idsNamedBy(operation).map((name) => ({ operation, name })))
  t.ok(named.length >= 7, `${named.length} members and parameters name an id`)
  for (const { operation, name } of named) {
    const { method, path } = operation
    const [, word] = /^(?:active_)?(system_prompt|[a-z]+)/.exec(name) ?? []
    const [theirs] = belongings[`${word?.replace('_', '-')}s`] ?? []
    t.ok(theirs, `there is something for ${name}`)
    const value = name.endsWith('s') ? [theirs] : theirs
    const query = operation.parameters.some((one) => one.name === name) ? `?${name}=${theirs}` : ''
    const filledPath = filled(path, strange[resourceOf(path)]?.[0]) + query
    const { status, text } = await attempt(operation, filledPath, bearer(stranger.token), { [name]: value })
    const refused = [400, 403, 404].includes(status) && !text.includes('VALIDATION_ERROR')
    t.ok(refused, `${name} of ${method} ${path}: ${status} ${text.slice(0, 200)}`)
  }

  // Of many ids each is answered for itself.
  const [handedIn] = belongings.submissions ?? []
  const deleted = await createClient(base, stranger.token).post('/api/v1/homework/batch-delete', {
    homework_ids: [handedIn],
  })
  t.match(deleted.body.data, { success_count: 0, failed_ids: [handedIn] })

  const kept = await owner.client.get(`/api/conversations/${belongings.conversations?.[0]}`)
  t.equal(kept.body.data.messages.length, 2, 'and nothing of the owner’s has changed')
  t.not(kept.body.data.title, 'mine now')
  t.equal((await owner.client.get('/api/user/info')).status, 200)
})

/** What only an administrator can make. */
async function onlyOf(admin: Person): Promise<Belongings> {
  const made = await furnish(admin, 1)
  const kinds = ['invitations', 'runs', 'system-prompts', 'tool-servers']
  return Object.fromEntries(kinds.map((kind) => [kind, made[kind] ?? []]))
}

/**
 * Members of the body and parameters of the query that name something by its id, agents left out; and skills, of which an answer says
 * that it went without, the tutor's sessions and cards, where another's is as good as none, and what is the caller's own (attempts, sources).
 */
function idsNamedBy({ parameters, body }: Operation): string[] {
  const shapes = [body, ...(body?.anyOf ?? [])].map((shape) => Object.keys(shape?.properties ?? {}))
  const names = [...shapes.flat(), ...parameters.filter((one) => one.in === 'query').map(({ name }) => name)]
  return names.filter(
    (name) =>
      /(_ids?|Id)$/.test(name) &&
      !/^(agent|skill_ids|session_id|mistake_id|homework_ids|attempt|source)/.test(name),
  )
}

t.test('an API key opens what the document lists for its scope, and nothing else', async (t) => {
  const { client } = await newPerson(base)
  const scopesOf = ({ description }: (typeof operations)[number]): string[] =>
    /API keys: scope (.*)\./.exec(description)?.[1]?.match(/\w+(?=`)/g) ?? []
  for (const scope of ['chat', 'export', 'read']) {
    const { body } = await client.post('/api/user/api-keys', { name: scope, scopes: [scope] })
    const headers = bearer(body.data.key)
    for (const operation of operations.filter(({ access }) => access !== 'public')) {
      const { status, text } = await send(base, operation.method, { path: filled(operation.path), headers })
      const refused = status === 403 && /INSUFFICIENT_SCOPE|insufficient_scope/.test(text)
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
  for (const [name, bytes] of Object.entries(smugglingShapes)) {
    t.same(statusesIn(await sendRaw(base, bytes)), [400], name)
  }
  t.same((await guest.get('/api/health')).body, { status: 'ok' })
})

t.test('a megabyte of headers is refused, and nothing but the one request suffers', async (t) => {
  for (const [name, bytes] of Object.entries(hugeShapes)) {
    const statuses = statusesIn(await sendRaw(base, bytes))
    t.ok(statuses.length === 1 && [400, 431].includes(statuses[0]!), `${name}: ${statuses}`)
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
