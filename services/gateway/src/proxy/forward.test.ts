import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import net from 'node:net'
import { Forbidden } from '@lingzhi/contracts/common-problems'
import { readEvents } from '@lingzhi/testing/read-events'
import { recordedLog } from '@lingzhi/testing/recorded-log'
import t from 'tap'
import { seenBy, startTestGateway, startUpstream, testPlatform, urlOf } from '../test-app.ts'

t.test(
  'a service sees one client address, a request id and a trace, and no identity the client claims',
  async (t) => {
    const { url, identity } = await startTestGateway(t)
    const { headers } = await identity.user()
    const reply = await fetch(`${url}/api/conversations?q=%E4%BD%A0&limit=5`, {
      headers: {
        ...headers,
        'x-user-id': 'root',
        'x-forwarded-for': '6.6.6.6',
        forwarded: 'for=6.6.6.6',
        'x-real-ip': '6.6.6.6',
        'x-request-id': 'abc-1',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00',
      },
    })
    t.equal(reply.status, 200)
    t.equal(reply.headers.get('x-request-id'), 'abc-1')
    const seen = await seenBy(reply)
    t.equal(seen.url, '/api/conversations?q=%E4%BD%A0&limit=5')
    t.equal(seen.headers.authorization, headers.authorization)
    t.equal(seen.headers['x-forwarded-for'], '127.0.0.1')
    t.equal(seen.headers['x-request-id'], 'abc-1')
    t.match(
      seen.headers.traceparent,
      /^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[\da-f]{16}-00$/,
    )
    for (const name of ['x-user-id', 'forwarded', 'x-real-ip']) t.notOk(name in seen.headers, name)
  },
)

t.test('a body travels on untouched, and one too large is refused however it is sent', async (t) => {
  const { url, identity } = await startTestGateway(t)
  const headers = { 'content-type': 'application/json' }
  const post = (body: RequestInit['body']) =>
    fetch(`${url}/api/login`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  t.same((await seenBy(await post('{"a" : "灵值"}'))).body, { a: '灵值' })
  t.match(await (await post('{"a":')).json(), { status: 400, error_code: 'BAD_REQUEST' })
  const large = JSON.stringify({ a: 'x'.repeat(100_001) })
  t.match(await (await post(large)).json(), { status: 413, error_code: 'PAYLOAD_TOO_LARGE' })
  const { headers: bearer } = await identity.user()
  const completions = { method: 'POST', headers: { ...headers, ...bearer }, body: large }
  const image = await fetch(`${url}/v1/chat/completions`, completions)
  t.equal(image.status, 200, 'where images travel inside, more is allowed')
  const chunked = new Response(large).body
  t.match(await (await post(chunked)).json(), { status: 413, error_code: 'PAYLOAD_TOO_LARGE' })
})

t.test('a refusal is in the caller’s language, whether from the gateway or a service', async (t) => {
  const platform = await testPlatform(t)
  const upstream = await startUpstream(t, (app) => {
    app.get('/api/points/ledger', async () => {
      throw Forbidden()
    })
  })
  const { url } = await platform.startGateway({ CHECKIN_URL: urlOf(upstream) })
  const { headers } = await platform.identity.user()
  const refusal = async (path: string, language: string, given = {}) => {
    const reply = await fetch(`${url}${path}`, { headers: { ...given, 'accept-language': language } })
    const { message } = (await reply.json()) as { message: string }
    return `${reply.headers.get('content-language')}: ${message}`
  }
  t.equal(await refusal('/api/points/ledger', 'en', headers), 'en: You may not do this.', 'the service')
  t.equal(await refusal('/api/points/ledger', 'fr', headers), 'zh-CN: 没有权限执行此操作')
  t.equal(
    await refusal('/api/points/ledger', 'fr, en;q=0.5'),
    'en: Sign in first: this needs a token.',
    'the edge',
  )
  t.equal(await refusal('/api/points/ledger', 'en;q=0'), 'zh-CN: 请先登录：此操作需要令牌')
  t.equal(await refusal('/api/nothing', 'en'), 'en: There is nothing at this address.')
})

t.test('the response of a service passes unchanged: status, problem, Allow, Location', async (t) => {
  const platform = await testPlatform(t)
  const upstream = await startUpstream(t, (app) => {
    app.get('/api/points/ledger', async (_request, reply) =>
      reply
        .code(303)
        .headers({ Location: '/api/elsewhere', Server: 'secret', 'X-Powered-By': 'secret' })
        .send(),
    )
  })
  const { url } = await platform.startGateway({ CHECKIN_URL: urlOf(upstream) })
  const { headers } = await platform.identity.user()
  const found = await fetch(`${url}/api/points/ledger`, { headers, redirect: 'manual' })
  t.equal(found.status, 303)
  t.equal(found.headers.get('location'), '/api/elsewhere')
  t.equal(found.headers.get('server'), null)
  t.equal(found.headers.get('x-powered-by'), null)
  const wrong = await fetch(`${url}/api/points/ledger`, { method: 'DELETE', headers })
  t.match(await wrong.json(), { status: 405, error_code: 'METHOD_NOT_ALLOWED' })
  t.equal(wrong.headers.get('allow'), 'GET, HEAD')
  t.match(await (await fetch(`${url}/api/nothing`)).json(), { status: 404, error_code: 'NOT_FOUND' })
  t.equal((await fetch(`${url}/api/login`)).headers.get('allow'), 'POST', 'known to the gateway itself')
})

t.test('events arrive as they are sent, headers before the first of them', async (t) => {
  const platform = await testPlatform(t)
  const chat = await startUpstream(t, (app) => {
    app.post('/api/chat-stream', async (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
      reply.raw.flushHeaders()
      app.server.emit('opened', reply.raw)
    })
  })
  const { url } = await platform.startGateway({ CHAT_URL: urlOf(chat) })
  const opened = once(chat.server, 'opened')
  const gone = new AbortController()
  const response = await fetch(`${url}/api/chat-stream`, { method: 'POST', signal: gone.signal })
  t.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  const [raw] = await opened
  const events = readEvents(response)
  for (const content of ['灵', '值']) {
    raw.write(`id: 1-1\ndata: {"content":"${content}"}\n\n`)
    t.same((await events.next()).value, { id: '1-1', event: undefined, data: { content } })
  }
  gone.abort()
  await once(raw, 'close')
  t.pass('the upstream stream is closed when the client goes away')
})

t.test(
  'a request that its client abandons is abandoned upstream, before any response, and is no failure in the log',
  async (t) => {
    const platform = await testPlatform(t)
    const chat = await startUpstream(t, (app) => {
      app.post('/api/chat', async (_request, reply) => {
        reply.hijack()
        app.server.emit('opened', reply.raw)
      })
    })
    const { log, lines } = recordedLog()
    const { url } = await platform.startGateway({ CHAT_URL: urlOf(chat) }, {}, {}, log)
    const opened = once(chat.server, 'opened')
    const gone = new AbortController()
    const response = fetch(`${url}/api/chat`, { method: 'POST', signal: gone.signal })
    const [raw] = await opened
    gone.abort()
    await t.rejects(response)
    await once(raw, 'close')
    t.same(lines, [])
  },
)

t.test('a response that its service breaks off is a problem, not half a response', async (t) => {
  const platform = await testPlatform(t)
  const chat = await startUpstream(t, (app) => {
    app.get('/api/agents', async (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '100', etag: '"a"' })
      reply.raw.write('{"success":true,', () => reply.raw.destroy())
    })
  })
  const { url } = await platform.startGateway({ CHAT_URL: urlOf(chat) })
  const reply = await fetch(`${url}/api/agents`)
  t.match(await reply.json(), { status: 502, error_code: 'BAD_GATEWAY' })
  t.equal(reply.headers.get('etag'), null)
  t.match(reply.headers.get('content-security-policy'), /frame-ancestors/)
})

t.test('large responses, empty ones and HEAD pass unchanged', async (t) => {
  const platform = await testPlatform(t)
  const large = 'x'.repeat(1_000_000)
  const chat = await startUpstream(t, (app) => {
    app.get('/api/agents', async (_request, reply) => reply.type('text/plain').send(large))
    app.get('/api/agents/1', async (_request, reply) => reply.code(204).send())
    app.get('/api/agents/2', async (_request, reply) => reply.code(304).header('etag', '"a"').send())
  })
  const { url } = await platform.startGateway({ CHAT_URL: urlOf(chat) })
  t.equal(await (await fetch(`${url}/api/agents`)).text(), large)
  const head = await fetch(`${url}/api/agents`, { method: 'HEAD' })
  t.equal(head.headers.get('content-length'), '1000000')
  t.equal((await fetch(`${url}/api/agents/1`)).status, 204)
  t.equal((await fetch(`${url}/api/agents/2`)).status, 304)
})

t.test(
  'a client that reads nothing of its response is cut off; one whose response is quiet is not',
  async (t) => {
    const platform = await testPlatform(t)
    const upstream = await startUpstream(t, (app) => {
      app.get('/api/agents', async () => Buffer.alloc(64_000_000))
      app.addHook('onRequest', async ({ url }, { raw }) => {
        if (url === '/api/agents') raw.once('close', () => app.server.emit('let go of'))
      })
      app.post('/api/chat-stream', async (_request, reply) => {
        reply.hijack()
        reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
        app.server.emit('opened', reply.raw)
      })
    })
    const { url } = await platform.startGateway({ CHAT_URL: urlOf(upstream) }, { SEND_TIMEOUT_MS: 200 })
    const opened = once(upstream.server, 'opened')
    const quiet = await fetch(`${url}/api/chat-stream`, { method: 'POST' })
    const [events] = (await opened) as [ServerResponse]

    const letGo = once(upstream.server, 'let go of')
    const idle = net.connect(Number(new URL(url).port), '127.0.0.1').pause()
    idle.write('GET /api/agents HTTP/1.1\r\nHost: x\r\n\r\n')
    await letGo
    idle.destroy()

    events.end('data: 1\n\n')
    t.equal(await quiet.text(), 'data: 1\n\n')
  },
)

t.test('a service that refuses before it has read a body is heard, and harms nobody', async (t) => {
  const platform = await testPlatform(t)
  const auth = await startUpstream(t, (app) => {
    // Refused for its media type: nothing of the body is read.
    app.post('/api/login', async () => ({}))
  })
  const { url } = await platform.startGateway({ AUTH_URL: urlOf(auth) }, { BODY_MAX_BYTES: 20_000_000 })
  const { port } = new URL(url)
  const head = (more: string) =>
    `POST /api/login HTTP/1.1\r\nhost: x\r\ncontent-type: text/xml\r\n${more}\r\n\r\n`
  const sent: [string, string, string | Buffer][] = [
    ['the rest of which never comes', head('content-length: 100000'), 'x'],
    ['that comes as fast as it can', head('content-length: 9000000'), Buffer.alloc(9_000_000, 'x')],
    ['in pieces, which do not end', head('transfer-encoding: chunked'), '1\r\nx\r\n'],
  ]
  for (const [name, before, body] of sent) {
    const socket = net.connect(Number(port), '127.0.0.1')
    t.teardown(() => socket.destroy())
    socket.on('error', () => {})
    socket.write(before)
    socket.write(body)
    const [answer] = await once(socket, 'data', { signal: AbortSignal.timeout(5_000) })
    t.match(String(answer), /^HTTP\/1\.1 415 /, `a body ${name}`)
    socket.destroy()
  }
  const asked = await fetch(`${url}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  t.equal(asked.status, 200, 'and others are answered')
})
