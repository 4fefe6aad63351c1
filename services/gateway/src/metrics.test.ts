import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { readMetric } from '@lingzhi/metrics/read-metric'
import { serveMetrics } from '@lingzhi/metrics/serve-metrics'
import { eventually } from '@lingzhi/testing/eventually'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { echo, startTestGateway, startUpstream, testPlatform, urlOf } from './test-app.ts'

const settings = { METRICS_HOST: '127.0.0.1', METRICS_PORT: 0 }

t.test('the public port serves no metrics, and the metrics contain nothing of a caller', async (t) => {
  const { url, identity } = await startTestGateway(t)
  const metrics = await serveMetrics('gateway', settings, silentLog)
  t.teardown(metrics.close)
  const user = await identity.user()
  const id = '0198c0de-0000-7000-8000-000000000001'
  const paths = ['/api/user/info', `/api/conversations/${id}?q=secret-word`, `/api/no-such/${id}`]
  for (const path of paths) await (await fetch(`${url}${path}`, { headers: user.headers })).text()
  for (const path of ['/metrics', '/api/metrics'])
    t.equal((await fetch(`${url}${path}`, { headers: user.headers })).status, 404, path)

  const text = await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text()
  t.match(text, 'route="/api/conversations/:id"')
  for (const sent of [id, 'secret-word', 'no-such', user.id, user.headers.authorization.slice(-20)])
    t.notOk(text.includes(sent), 'holds nothing a caller sent')
})

t.test('metrics of replicas: requests, ejections, and whether the circuit is open', async (t) => {
  const { startGateway } = await testPlatform(t)
  const well = await startUpstream(t, echo)
  const gone = 'http://127.0.0.1:9'
  const { url } = await startGateway({ CHAT_URL: `${urlOf(well)},${gone}`, EXPORT_URL: gone })
  for (let n = 0; n < 4; n++) await (await fetch(`${url}/api/agents`)).text()

  const replica = new URL(urlOf(well)).host
  t.equal(await readMetric('lingzhi_upstream_requests_total', { upstream: 'chat', replica }), 4)
  t.equal(await readMetric('lingzhi_upstream_requests_in_flight', { upstream: 'chat', replica }), 0)
  t.equal(await readMetric('lingzhi_upstream_usable', { upstream: 'chat', replica }), 1)
  t.equal(await readMetric('lingzhi_upstream_circuit_open', { upstream: 'chat' }), 0)

  await eventually(
    async () => (await readMetric('lingzhi_upstream_circuit_open', { upstream: 'export' })) === 1,
  )
  const out = { upstream: 'export', replica: '127.0.0.1:9' }
  t.equal(await readMetric('lingzhi_upstream_usable', out), 0)
  t.ok((await readMetric('lingzhi_upstream_failures_total', out)) >= 1)
  t.ok((await readMetric('lingzhi_upstream_ejections_total', out)) >= 1)
})

t.test('a refusal counts under the name of its limit', async (t) => {
  const { url, identity } = await startTestGateway(t, { RATE_LIMIT_FACTOR: 1 / 30 })
  const user = await identity.user()
  const send = () => fetch(`${url}/api/user/change-password`, { method: 'POST', headers: user.headers })
  t.not((await send()).status, 429)
  t.equal((await send()).status, 429)
  t.equal(await readMetric('lingzhi_limit_refusals_total', { limit: 'login' }), 1)
})

t.test('a stream counts as open for as long as it is', async (t) => {
  const { startGateway, identity } = await testPlatform(t)
  const upstream = await startUpstream(t, (app) =>
    app.get('/api/chat-stream/:reply_id', async (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).write(': started\n\n')
    }),
  )
  const { url } = await startGateway({ CHAT_URL: urlOf(upstream) })
  const user = await identity.user()
  const leave = new AbortController()
  await fetch(`${url}/api/chat-stream/1`, { headers: user.headers, signal: leave.signal })
  t.equal(await readMetric('lingzhi_open_streams'), 1)
  leave.abort()
  await eventually(async () => (await readMetric('lingzhi_open_streams')) === 0)
})

t.test('a stream that starts after its client has left is released', async (t) => {
  const { startGateway, identity } = await testPlatform(t)
  let start = () => {}
  const upstream = await startUpstream(t, (app) =>
    app.post('/api/chat-stream', async (_request, reply) => {
      reply.hijack()
      start = () => {
        const id = '0195f1c0-0000-7000-8000-000000000001'
        // As chat names the place where the same can be read again: so it need not be recorded to its end.
        const headers = { 'content-type': 'text/event-stream', 'content-location': `/api/chat-stream/${id}` }
        reply.raw.writeHead(200, headers).write(`data: {"reply_id":"${id}"}\n\n`)
      }
      app.server.emit('received', reply.raw)
    }),
  )
  const { url } = await startGateway({ CHAT_URL: urlOf(upstream) })
  const user = await identity.user()
  const leave = new AbortController()
  const received = once(upstream.server, 'received')
  // With a key the request is completed without its client, so that there is a response without a reader.
  const headers = { ...user.headers, 'idempotency-key': 'k' }
  const leaving = t.rejects(
    fetch(`${url}/api/chat-stream`, { method: 'POST', headers, signal: leave.signal }),
  )
  const [raw] = (await received) as [ServerResponse]
  leave.abort()
  await leaving
  const closed = once(raw, 'close')
  await eventually(async () => (await readMetric('http_requests_in_flight')) === 1)
  start()
  await closed
  await eventually(async () => (await readMetric('lingzhi_open_streams')) === 0)
})
