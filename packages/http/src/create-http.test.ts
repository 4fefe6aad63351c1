import { once } from 'node:events'
import net from 'node:net'
import { problem as declareProblem } from '@lingzhi/contracts/problem'
import { currentTrace } from '@lingzhi/runtime/trace'
import { silentLog } from '@lingzhi/testing/silent-log'
import { pino } from 'pino'
import t from 'tap'
import { Type } from 'typebox'
import { createHttp } from './create-http.ts'
import { leave } from './leave.ts'

async function start(t: { teardown: (close: () => unknown) => void }) {
  const app = await createHttp({ log: silentLog, title: 'test', checks: {}, bodyMaxBytes: 1_000 })
  const body = Type.Object({ message: Type.String({ maxLength: 5 }), n: Type.Optional(Type.Integer()) })
  app.post('/api/things', { schema: { body } }, async (request) => request.body)
  app.get('/api/things/:id', async (request) => request.params)
  app.get('/api/broken', async () => {
    throw new Error('secret detail')
  })
  t.teardown(() => app.close())
  return app
}

const problem = (status: number, error_code: string) => ({ status, error_code, success: false })

t.test('every kind of bad body is a 400 problem that names the place', async (t) => {
  const app = await start(t)
  const post = (payload: string | object, headers = {}) =>
    app.inject({ method: 'POST', url: '/api/things', payload, headers })
  const json = { 'content-type': 'application/json' }

  t.match((await post('{"message":', json)).json(), problem(400, 'BAD_REQUEST'))
  t.match((await post({ n: 1 })).json(), {
    ...problem(400, 'VALIDATION_ERROR'),
    errors: [{ path: 'message' }],
  })
  t.match((await post({ message: 5 })).json(), {
    errors: [{ path: 'message', message: '应为文本' }],
  })
  t.match((await post({ message: 'x', n: '1' })).json(), { errors: [{ path: 'n' }] })
  t.match((await post('[]', json)).json(), problem(400, 'VALIDATION_ERROR'))
  t.match((await post('', json)).json(), problem(400, 'VALIDATION_ERROR'))
  t.match(
    (await post('a=b', { 'content-type': 'text/plain' })).json(),
    problem(415, 'UNSUPPORTED_MEDIA_TYPE'),
  )
  t.match((await post({ message: 'x', other: 'y'.repeat(2_000) })).json(), problem(413, 'PAYLOAD_TOO_LARGE'))
  t.same((await post({ message: 'x', extra: true })).statusCode, 200, 'unknown members are ignored')
  const polluted = await post('{"message":"x","__proto__":{"admin":true}}', json)
  t.equal(polluted.statusCode, 200)
  t.equal(({} as { admin?: boolean }).admin, undefined)
})

t.test('half an emoji becomes U+FFFD, and no other escape is touched', async (t) => {
  const app = await start(t)
  const received = async (text: string) => {
    const headers = { 'content-type': 'application/json' }
    const payload = `{"message":"${text}"}`
    return (await app.inject({ method: 'POST', url: '/api/things', payload, headers })).json().message
  }
  t.equal(await received('a\\ud83d'), 'a\ufffd')
  t.equal(await received('\\udE42b'), '\ufffdb')
  t.equal(await received('\\ud83d\\ude42'), '🙂')
  t.equal(await received('\\ud83d\\ud83d\\ude42'), '\ufffd🙂')
  t.equal(await received('\\\\ud8'), '\\ud8')
  t.equal(await received('\\n\\u00e9'), '\né')
})

t.test('a known path with another method is 405 with Allow, an unknown path 404', async (t) => {
  const app = await start(t)
  const wrong = await app.inject({ method: 'PUT', url: '/api/things' })
  t.match(wrong.json(), problem(405, 'METHOD_NOT_ALLOWED'))
  t.equal(wrong.headers.allow, 'POST')
  t.equal((await app.inject({ method: 'DELETE', url: '/api/things/7' })).headers.allow, 'GET, HEAD')
  t.match((await app.inject('/api/nothing')).json(), problem(404, 'NOT_FOUND'))
})

t.test('trailing slashes and spaces reach the same handler', async (t) => {
  const app = await start(t)
  for (const url of ['/api/things/7', '/api/things/7/', '/api/things/7%20', '/api/things/7/%20/?q=1/']) {
    t.same((await app.inject(url)).json(), { id: '7' }, url)
  }
})

t.test('a broken percent-encoding is 400, and a GET with a body is served', async (t) => {
  const app = await start(t)
  await app.listen({ port: 0 })
  const { port } = app.server.address() as net.AddressInfo
  const send = async (text: string) => {
    const socket = net.connect(port)
    socket.end(text)
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    await once(socket, 'close')
    return Buffer.concat(chunks).toString()
  }
  t.match(
    await send('GET /api/things/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    /400 Bad Request.*BAD_REQUEST/s,
  )
  const body = '{"a":1}'
  const get = `GET /api/things/7 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  t.match(await send(get), /200 OK/)
})

t.test('the response to an unforeseen error has a request id and nothing else of it', async (t) => {
  const app = await start(t)
  const reply = await app.inject({ url: '/api/broken', headers: { 'x-request-id': 'abc-1' } })
  t.match(reply.json(), { ...problem(500, 'INTERNAL_SERVER_ERROR'), request_id: 'abc-1' })
  t.notMatch(reply.body, /secret detail/)
  t.equal(reply.headers['x-request-id'], 'abc-1')
})

t.test('a failure raised on purpose is logged by its code, an unforeseen one with its stack', async (t) => {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const app = await createHttp({ log, title: 'test', checks: {} })
  t.teardown(() => app.close())
  const NotHere = declareProblem('NOT_HERE', 503, {
    zh: '此处没有',
    en: 'This installation has none.',
    check: 'Nothing.',
  })
  app.get('/purpose', async () => {
    throw NotHere()
  })
  app.get('/cause', async () => {
    throw NotHere({ cause: new Error('refused') })
  })
  app.get('/fault', async () => {
    throw new Error('a fault')
  })
  for (const url of ['/purpose', '/cause', '/fault']) await app.inject(url)
  const logged = (msg: string) => lines.map((line) => JSON.parse(line)).filter((line) => line.msg === msg)
  const [expected] = logged('This installation has none.')
  t.match(expected, { level: 40, code: 'NOT_HERE', request_id: String, err: undefined })
  t.match(logged('request failed'), [
    { level: 50, code: 'NOT_HERE', err: { message: 'refused', stack: String } },
    { level: 50, code: 'INTERNAL_SERVER_ERROR', err: { message: 'a fault', stack: String } },
  ])
})

t.test('an app may render its failures in its own way, wherever they come from', async (t) => {
  const app = await createHttp({
    log: silentLog,
    title: 'test',
    renderProblem: ({ code }, { path }) => ({ mediaType: 'application/json', body: { code, path } }),
    firstHook: (request, _reply, done) => done(request.url === '/first' ? new Error('refused') : undefined),
  })
  t.teardown(() => app.close())
  app.get('/api/things', async () => ({}))
  const bodyOf = async (url: string, method: 'GET' | 'PUT' = 'GET') =>
    (await app.inject({ method, url })).json()
  t.same(await bodyOf('/nothing?a=b'), { code: 'NOT_FOUND', path: '/nothing' })
  t.same(await bodyOf('/api/things', 'PUT'), { code: 'METHOD_NOT_ALLOWED', path: '/api/things' })
  t.same(await bodyOf('/api/%zz'), { code: 'BAD_REQUEST', path: '/api/%zz' })
  t.same(await bodyOf('/first'), { code: 'INTERNAL_SERVER_ERROR', path: '/first' }, 'before all other hooks')
})

t.test('a request id that could break a log line is replaced', async (t) => {
  const app = await start(t)
  const reply = await app.inject({ url: '/api/health', headers: { 'x-request-id': 'a b"c' } })
  t.match(reply.headers['x-request-id'], /^[0-9a-f-]{36}$/)
  t.same(reply.json(), { status: 'ok' })
})

t.test('readiness names the dependency that is down', async (t) => {
  const checks = { good: async () => {}, bad: async () => Promise.reject(new Error('no')) }
  const app = await createHttp({ log: silentLog, title: 'test', checks })
  t.teardown(() => app.close())
  const reply = await app.inject('/api/health/ready')
  t.equal(reply.statusCode, 503)
  t.match(reply.json(), { status: 'down', checks: { good: { status: 'ok' }, bad: { status: 'down' } } })
})

t.test('a handler runs within the trace of its request, also after its body arrived', async (t) => {
  const app = await createHttp({ log: silentLog, title: 'test', checks: {} })
  t.teardown(() => app.close())
  app.post('/api/things', async () => ({ trace: currentTrace() }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as net.AddressInfo
  const reply = await fetch(`http://127.0.0.1:${port}/api/things`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    },
    body: JSON.stringify({ text: 'x'.repeat(200_000) }),
  })
  t.match(await reply.json(), { trace: /^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)/ })
})

t.test('a server that leaves still serves requests, and closes their connections', async (t) => {
  const app = await createHttp({ log: silentLog, title: 'test', checks: {} })
  app.get('/api/things', async () => 'a thing')
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as net.AddressInfo
  const socket = net.connect(port, '127.0.0.1')
  const get = async () => {
    socket.write('GET /api/things HTTP/1.1\r\nHost: x\r\n\r\n')
    return String((await once(socket, 'data'))[0])
  }
  t.match(await get(), /^HTTP\/1.1 200 .*connection: keep-alive/is)
  const left = leave(app)
  t.match(await get(), /^HTTP\/1.1 200 .*connection: close/is, 'on a kept-alive connection')
  const late = await fetch(`http://127.0.0.1:${port}/api/things`)
  t.equal(late.status, 200, 'and on a new one')
  await left
  await t.rejects(fetch(`http://127.0.0.1:${port}/api/things`))
})
