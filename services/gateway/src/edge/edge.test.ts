import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { seenBy, startTestGateway } from '../test-app.ts'

/** Sends bytes as they are and returns what comes back until the connection closes. */
async function send(url: string, ...parts: string[]): Promise<string> {
  const socket = net.connect(Number(new URL(url).port), '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  for (const part of parts) socket.write(part)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}
const get = (path: string, ...headers: string[]) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`

t.test('a path that two parsers may read differently is refused', async (t) => {
  const { url } = await startTestGateway(t)
  const paths = [
    '//api/agents',
    '/api//agents',
    '/api/agents/../admin/users',
    '/api/agents/..;/admin/users',
    '/api/agents/;a=b/1',
    '/api/agents/%2e%2e/admin/users',
    '/api/agents/.%2e/admin/users',
    '/api/agents/%2E%2E%2Fadmin',
    '/api/agents/..%5cadmin',
    '/api/agents/..\\admin',
    '/api/agents/%252e%252e/admin',
    '/api/agents/1%00',
    '/api/agents/%0d%0aX-A:b',
    '/api/agents/%zz',
    '/api/agents/%c0%ae%c0%ae/x',
    '/api/agents/1#x',
    'http://elsewhere/api/agents',
    '*',
  ]
  for (const path of paths)
    t.match(await send(url, get(path)), /^HTTP\/1.1 400 .*"error_code":"BAD_REQUEST"/s, path)
})

t.test('spellings front ends are known to send still arrive', async (t) => {
  const { url } = await startTestGateway(t)
  for (const path of [
    '/api/agents/',
    '/api/agents%20',
    '/api/agents?next=http://x/../y',
    '/api/agents/%E7%81%B5',
  ]) {
    t.match(await send(url, get(path)), /^HTTP\/1.1 200 /, path)
  }
  const body = '{"a":1}'
  const withBody =
    get('/api/agents', 'Content-Type: application/json', `Content-Length: ${body.length}`) + body
  const reply = await send(url, withBody)
  t.match(reply, /^HTTP\/1.1 200 /, 'a body on GET means nothing')
  t.notMatch(reply, /"content-length"/, 'and does not travel')
})

t.test('shapes of request smuggling end the connection', async (t) => {
  const { url } = await startTestGateway(t)
  const post = (...headers: string[]) =>
    `POST /api/login HTTP/1.1\r\nHost: x\r\n${headers.join('\r\n')}\r\n\r\n`
  const smuggled = get('/api/agents')
  const shapes = [
    `${post('Content-Length: 0', 'Transfer-Encoding: chunked')}0\r\n\r\n${smuggled}`,
    post('Transfer-Encoding: chunked, identity') + smuggled,
    post('Transfer-Encoding: xchunked') + smuggled,
    `${post('Content-Length: 3', 'Content-Length: 4')}abcd${smuggled}`,
    post('Content-Length: -1') + smuggled,
    `${post('Content-Length : 3')}abc${smuggled}`,
    `${post('Transfer-Encoding: chunked')}ZZ\r\n${smuggled}`,
    `GET /api/agents HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n folded\0\r\n\r\n`,
    `GET /api/agents HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n${smuggled}`,
    `GET /api/agents HTTP/1.1\r\n\r\n${smuggled}`,
  ]
  for (const shape of shapes) {
    const received = await send(url, shape)
    t.match(received, /^HTTP\/1.1 400 .*"error_code":"BAD_REQUEST"/s, JSON.stringify(shape.slice(0, 80)))
    t.equal(received.split('HTTP/1.1').length, 2, 'one response, nothing smuggled')
  }
})

t.test('headers too large, and too slow, are refused with a problem', async (t) => {
  const patient = await startTestGateway(t)
  const large = await send(patient.url, get('/api/agents', `X-Large: ${'x'.repeat(1_000_000)}`))
  t.match(large, /^HTTP\/1.1 431 .*"error_code":"HEADERS_TOO_LARGE"/s)
  const { url } = await startTestGateway(t, { HEADERS_TIMEOUT_MS: 200, REQUEST_TIMEOUT_MS: 400 })
  t.match(await send(url, 'GET /api/agents HTTP/1.1\r\nHost: x\r\n'), /^HTTP\/1.1 408 .*REQUEST_TIMEOUT/s)
})

t.test('every response has the security headers and no banner', async (t) => {
  const { url } = await startTestGateway(t)
  for (const path of ['/api/health', '/api/agents', '/api/nothing', '/api/user/info', '/api/%zz']) {
    const { headers } = await fetch(url + path)
    t.equal(headers.get('x-content-type-options'), 'nosniff', path)
    t.match(headers.get('content-security-policy'), /frame-ancestors 'none'/)
    t.equal(headers.get('server'), null)
    t.equal(headers.get('strict-transport-security'), null, 'not over plain HTTP')
  }
})

t.test('X-Forwarded-For is believed from trusted proxies only', async (t) => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9', 'x-forwarded-proto': 'https' }
  const seen = async (TRUSTED_PROXIES: string) => {
    const { url } = await startTestGateway(t, { TRUSTED_PROXIES })
    const reply = await fetch(`${url}/api/agents`, { headers })
    return { ...(await seenBy(reply)).headers, hsts: reply.headers.get('strict-transport-security') }
  }
  t.match(await seen(''), { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http', hsts: null })
  const behindOne = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', hsts: /max-age/ }
  t.match(await seen('1'), behindOne, 'what our proxy wrote, not what the client did')
  t.match(await seen('127.0.0.0/8'), behindOne)
  t.match(await seen('10.0.0.0/8'), { 'x-forwarded-for': '127.0.0.1' })
  const { url } = await startTestGateway(t, { TRUSTED_PROXIES: '1' })
  const written = async (address: string) => {
    const reply = await fetch(`${url}/api/agents`, { headers: { 'x-forwarded-for': address } })
    return (await seenBy(reply)).headers['x-forwarded-for']
  }
  t.equal(await written('203.0.113.9:4711'), '203.0.113.9', 'some proxies write the port as well')
  t.equal(await written('[2001:db8::1]:4711'), '2001:db8::1')
  t.equal(await written('unknown'), '127.0.0.1', 'what is no address counts as the proxy’s')
})

t.test(
  'a page of a listed origin may send the headers of any SDK, and read those of a partial download',
  async (t) => {
    const { url } = await startTestGateway(t, { CORS_ORIGINS: 'https://app.example' })
    const preflight = async (asked: string) => {
      const { status, headers } = await fetch(`${url}/v1/chat/completions`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://app.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': asked,
        },
      })
      t.equal(status, 204)
      return headers.get('access-control-allow-headers')
    }
    const sdk =
      'authorization,content-type,x-stainless-lang,x-stainless-retry-count,http-referer,x-title,openai-beta,api-key'
    t.equal(await preflight(sdk), sdk)
    t.match(await preflight('a b;c'), /^Authorization, /, 'what is no list of names is not repeated')
    const { headers } = await fetch(`${url}/api/agents`, { headers: { origin: 'https://app.example' } })
    for (const name of ['Content-Range', 'Accept-Ranges', 'Content-Length', 'Retry-After', 'X-Request-ID'])
      t.ok(headers.get('access-control-expose-headers')?.split(', ').includes(name), name)
  },
)

t.test('only listed origins may call from a browser', async (t) => {
  const { url } = await startTestGateway(t, { CORS_ORIGINS: 'https://App.example:443/, https://b.example,' })
  const from = (origin: string, method = 'GET') =>
    fetch(`${url}/api/agents`, {
      method,
      headers: { origin, ...(method === 'OPTIONS' && { 'access-control-request-method': 'GET' }) },
    })
  const preflight = await from('https://app.example', 'OPTIONS')
  t.equal(preflight.status, 204)
  t.match(preflight.headers.get('access-control-allow-headers'), /Idempotency-Key/, 'when none are asked for')
  t.equal(
    (await from('https://app.example')).headers.get('access-control-allow-origin'),
    'https://app.example',
  )
  t.equal((await from('https://evil.example')).headers.get('access-control-allow-origin'), null)
  t.equal((await from('https://evil.example', 'OPTIONS')).status, 403)
  const { url: closed } = await startTestGateway(t)
  const reply = await fetch(`${closed}/api/agents`, { headers: { origin: 'https://app.example' } })
  t.equal(reply.headers.get('access-control-allow-origin'), null)
})

t.test('addresses of /v1 as clients join them are served; no check is passed by that way', async (t) => {
  const { url, identity } = await startTestGateway(t)
  const { token } = await identity.user()
  const authorization = `Authorization: Bearer ${token}`
  for (const path of [
    '//v1/models',
    '/v1//models',
    '///v1///models/',
    '/V1/models',
    '/v1/v1/models',
    '//v1/V1//models?a=//b',
  ]) {
    const received = await send(url, get(path, authorization))
    t.match(received, /^HTTP\/1.1 200 .*"url":"\/v1\/models[?"]/s, path)
    t.match(await send(url, get(path)), /^HTTP\/1.1 401 .*"code":"invalid_api_key"/s, path)
  }
  for (const path of [
    '/v1/models/openai%2Fgpt-4o',
    '/v1/models/openai/gpt-4o',
    '//v1//models/openai%2fgpt-4o',
  ])
    t.match(
      await send(url, get(path, authorization)),
      /^HTTP\/1.1 200 .*"url":"\/v1\/models\/openai\/gpt-4o"/s,
      path,
    )
  for (const path of [
    '/v1/models/..%2f..%2fapi/admin/users',
    '/v1/models/%2e%2e%2fapi',
    '/v1/models/a%252fb',
    '/v1/chat%2fcompletions',
    '//v1/../api/admin/users',
    '/v1//..%2fapi',
    '/v1/%2e%2e/api/agents',
    '//v1/\\x',
    '/v1/;/models',
  ])
    t.match(await send(url, get(path, authorization)), /^HTTP\/1.1 400 .*"code":"bad_request"/s, path)
  for (const path of ['//v12/models', '/x//v1/models'])
    t.match(await send(url, get(path)), /^HTTP\/1.1 400 .*"error_code":"BAD_REQUEST"/s, path)
})

t.test(
  'addresses of Azure’s flavour lead to /v1, by the same checks; the deployment is the model',
  async (t) => {
    const { url, identity, apiKeys } = await startTestGateway(t)
    apiKeys.set('lz_key', (await identity.user()).token)
    const seenAt = async (method: string, path: string) => {
      t.equal((await fetch(url + path, { method })).status, 401, path)
      return (await seenBy(await fetch(url + path, { method, headers: { 'api-key': 'lz_key' } }))).url
    }
    const version = 'api-version=2024-10-21'
    const deployed = `/openai/deployments/agent-1/chat/completions`
    for (const [method, path, seen] of [
      ['POST', `${deployed}?${version}`, `/v1/chat/completions?deployment=agent-1&${version}`],
      ['POST', deployed, '/v1/chat/completions?deployment=agent-1'],
      ['POST', `//v1${deployed}`, '/v1/chat/completions?deployment=agent-1'],
      ['POST', '/v1/deployments/agent-1/chat/completions', '/v1/chat/completions?deployment=agent-1'],
      [
        'POST',
        '/openai/deployments/a&b=1+2%20%E7%81%B5/chat/completions',
        '/v1/chat/completions?deployment=a%26b%3D1%2B2%20%E7%81%B5',
      ],
      ['POST', '/openai/v1/chat/completions', '/v1/chat/completions'],
      ['POST', `/openai/v1/responses?${version}`, `/v1/responses?${version}`],
      ['POST', `/openai/responses?${version}`, `/v1/responses?${version}`],
      ['GET', '/OpenAI/v1/models', '/v1/models'],
      ['GET', `/openai/models?${version}`, `/v1/models?${version}`],
      ['GET', '/openai/v1/models/agent-1', '/v1/models/agent-1'],
    ] as const)
      t.equal(await seenAt(method, path), seen, path)
    const trick = await fetch(`${url}/openai/v1/models/..%2f..%2fapi`, { headers: { 'api-key': 'lz_key' } })
    t.equal(trick.status, 400)
    const unknown = await fetch(`${url}/openai/deployments/agent-1/embeddings`, { method: 'POST' })
    t.match(await unknown.json(), { error: { code: 'unknown_url' } })
    t.equal((await fetch(`${url}/openai/deployments`)).status, 404)
  },
)

t.test('a client whose base URL lacks the /v1 is told the right address in OpenAI’s shape', async (t) => {
  const { url } = await startTestGateway(t)
  for (const [method, path] of [
    ['POST', '/chat/completions'],
    ['GET', '/models'],
    ['GET', '/api/models/agent-1'],
    ['POST', '/openai/v1/embeddings'],
    ['POST', '//chat/completions'],
    ['GET', '///models'],
    ['POST', '//responses?a=//b'],
  ]) {
    const reply = await fetch(url + path, { method })
    t.equal(reply.status, 404, `${path}`)
    t.match(await reply.json(), { error: { code: 'unknown_url', message: /\/v1\/chat\/completions/ } })
  }
  t.match(await (await fetch(`${url}/api/nothing`)).json(), { error_code: 'NOT_FOUND' })
})

t.test(
  'under /v1 an API key may come as api-key or x-api-key, a token not, and neither travels on',
  async (t) => {
    const { url, identity, apiKeys } = await startTestGateway(t)
    const { token } = await identity.user()
    apiKeys.set('lz_key', token)
    for (const name of ['api-key', 'X-Api-Key']) {
      const headers = { [name]: 'lz_key' }
      const reply = await fetch(`${url}/v1/models`, { headers })
      t.equal(reply.status, 200, name)
      const seen = await seenBy(reply)
      t.equal(seen.headers.authorization, `Bearer ${token}`)
      t.notHas(seen.headers, { [name.toLowerCase()]: 'lz_key' })
      t.equal((await fetch(`${url}/api/user/info`, { headers })).status, 401, 'not elsewhere')
      t.equal((await fetch(`${url}/v1/models`, { headers: { [name]: token } })).status, 401, 'no token')
    }
  },
)
