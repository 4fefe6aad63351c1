import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { counter, watchedGauge } from './instruments.ts'
import { readMetric } from './read-metric.ts'
import { serveMetrics } from './serve-metrics.ts'

t.test('without a port nothing is served', async (t) => {
  const { port } = await serveMetrics('test', { METRICS_HOST: '127.0.0.1' }, silentLog)
  t.equal(port, undefined)
})

t.test("a scrape returns the service's counts and those of Node, each with the service's name", async (t) => {
  counter('test_events_total', 'Events.', ['kind']).inc({ kind: 'seen' })
  const served = await serveMetrics('test', { METRICS_HOST: '127.0.0.1', METRICS_PORT: 0 }, silentLog)
  t.teardown(served.close)
  const response = await fetch(`http://127.0.0.1:${served.port}/metrics`)
  const text = await response.text()
  t.match(response.headers.get('content-type'), /^text\/plain; version=0\.0\.4/)
  t.match(text, 'test_events_total{kind="seen",service="test"} 1')
  for (const name of ['process_cpu_user_seconds_total', 'process_resident_memory_bytes'])
    t.match(text, new RegExp(`^${name}\\{service="test"\\} \\d`, 'm'), name)
  t.match(text, 'nodejs_eventloop_lag_p99_seconds{')
  t.match(text, '# TYPE nodejs_gc_duration_seconds histogram')

  const elsewhere = await fetch(`http://127.0.0.1:${served.port}/`)
  t.equal(elsewhere.status, 404)
  const written = await fetch(`http://127.0.0.1:${served.port}/metrics`, { method: 'POST' })
  t.equal(written.status, 404)
})

t.test('a port that is taken stops the start', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const taken = { METRICS_HOST: '127.0.0.1', METRICS_PORT: (other.address() as AddressInfo).port }
  await t.rejects(serveMetrics('test', taken, silentLog), { code: 'EADDRINUSE' })
})

t.test(
  'what is watched is read at each scrape, added up over its owners, and left out when it fails',
  async (t) => {
    const gauge = watchedGauge('test_waiting', 'What waits.', ['place'])
    let here = 2
    const forget = gauge.watch(() => [[{ place: 'here' }, here]])
    gauge.watch(async () => [[{ place: 'here' }, 10]])
    gauge.watch(async () => {
      throw new Error('the database is away')
    })
    t.equal(await readMetric('test_waiting', { place: 'here' }), 12)
    here = 3
    t.equal(await readMetric('test_waiting', { place: 'here' }), 13)
    forget()
    t.equal(await readMetric('test_waiting', { place: 'here' }), 10)
  },
)
