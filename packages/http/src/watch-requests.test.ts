import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { readMetric } from '@lingzhi/metrics/read-metric'
import { eventually } from '@lingzhi/testing/eventually'
import { silentLog } from '@lingzhi/testing/silent-log'
import type { Test } from '@lingzhi/testing/test-servers'
import pino from 'pino'
import t from 'tap'
import { createHttp } from './create-http.ts'

const count = 'http_request_duration_seconds_count'

async function startApp(t: Test) {
  const app = await createHttp({ log: silentLog, title: 'Test', checks: {} })
  t.teardown(() => app.close())
  return app
}

t.test('a request counts under the pattern of its route, whatever its URL holds', async (t) => {
  const app = await startApp(t)
  app.get('/api/things/:id', async () => ({ ok: true }))
  await app.inject('/api/things/0198c0de-0000-7000-8000-000000000001?token=secret')
  await app.inject('/api/things/2')
  t.equal(await readMetric(count, { method: 'GET', route: '/api/things/:id', status: 200 }), 2)
})

t.test('paths that do not exist are one series, however many are tried', async (t) => {
  const app = await startApp(t)
  for (const path of ['/a', '/b', '/c?d=e']) await app.inject(path)
  t.equal(await readMetric(count, { route: 'none', status: 404 }), 3)
})

t.test(
  'a request is in flight until its response is sent or its client leaves, which counts as 499',
  async (t) => {
    const app = await startApp(t)
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    app.get('/api/never', async (_request, reply) => {
      arrive()
      return reply.hijack()
    })
    const url = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    const client = connect(Number(url.port), url.hostname)
    await once(client, 'connect')
    client.write('GET /api/never HTTP/1.1\r\nHost: test\r\n\r\n')
    await arrived
    t.equal(await readMetric('http_requests_in_flight'), 1)
    client.destroy()
    await eventually(async () => (await readMetric('http_requests_in_flight')) === 0)
    t.equal(await readMetric(count, { route: '/api/never', status: 499 }), 1)
  },
)

t.test(
  'the id of a conversation, which is all that guards a guest’s, is in no line of the log',
  async (t) => {
    const lines: string[] = []
    const log = pino({}, { write: (line: string) => void lines.push(line) })
    const app = await createHttp({ log, title: 'Test', checks: {} })
    t.teardown(() => app.close())
    const id = '0198c0de-0000-7000-8000-000000000001'
    for (const one of [id, id.toUpperCase()])
      await app.inject(`/api/conversations/${one}/messages?after=${id}`)
    await eventually(async () => lines.filter((line) => line.includes('"request"')).length === 2)
    t.notMatch(lines.join('').toLowerCase(), id)
    const digest = createHash('sha256').update(id).digest('hex').slice(0, 16)
    t.equal(lines.filter((line) => line.includes(`/api/conversations/~${digest}/messages`)).length, 2)
  },
)
