import { once } from 'node:events'
import { registerHooks } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { readMetric } from '@lingzhi/metrics/read-metric'
import { loadConfig } from '@lingzhi/runtime/load-config'
import { currentTrace, inTrace } from '@lingzhi/runtime/trace'
import { eventually } from '@lingzhi/testing/eventually'
import { workMs } from '@lingzhi/testing/held-process'
import { recordedLog } from '@lingzhi/testing/recorded-log'
import { silentLog } from '@lingzhi/testing/silent-log'
import { traceCollector } from '@lingzhi/testing/trace-collector'
import t from 'tap'
import { Type } from 'typebox'
import { tracingSettings } from './settings.ts'
import { beginSpan, inSpan, isTraced, recordSpan } from './span.ts'
import { startTracing } from './start-tracing.ts'

const loaded: string[] = []
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier.startsWith('@opentelemetry/')) loaded.push(specifier)
    return next(specifier, context)
  },
})

const Config = Type.Object(tracingSettings)
const settingsOf = (env: NodeJS.ProcessEnv) => loadConfig(Config, env)
const json = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_BSP_SCHEDULE_DELAY: '5' }

t.test('without a collector nothing of OpenTelemetry is loaded, and nothing becomes a span', async (t) => {
  for (const env of [
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'true' },
  ]) {
    const tracing = await startTracing('test', settingsOf(env), silentLog)
    t.equal(isTraced(), false)
    t.equal(beginSpan('server', 'GET /'), undefined)
    t.equal(await inSpan('internal', 'work', {}, async (span) => span), undefined)
    await tracing.close()
  }
  t.same(loaded, [])
})

t.test(
  'what is done for a request is one tree, and what fails tells its kind and not its words',
  async (t) => {
    const collector = await traceCollector(t)
    const env = {
      ...json,
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20key',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    }
    const tracing = await startTracing('chat', settingsOf(env), silentLog)
    const root = beginSpan('server', 'GET /things/:id', {
      'http.route': '/things/:id',
      'error.type': undefined,
    })
    if (!root) throw new Error('no span was made')
    await inTrace(root.traceparent, async () => {
      await t.rejects(
        inSpan('internal', 'work', {}, async () => {
          recordSpan('client', 'SELECT', { 'db.query.text': 'x'.repeat(5_000) }, { elapsedMs: 20 })
          t.match(currentTrace(), new RegExp(`^00-${root.traceparent.slice(3, 35)}-`))
          throw new TypeError('words that somebody wrote')
        }),
      )
    })
    recordSpan('client', 'SELECT 1', {}, { elapsedMs: 1 })
    t.equal(beginSpan('client', 'alone'), undefined, 'what a service does by itself begins no trace')
    root.end()
    await tracing.close()
    t.equal(isTraced(), false)

    const { requests, spans } = collector
    t.match(requests[0], { path: '/v1/traces', type: 'application/json', key: 'a key' })
    t.match(requests[0]?.body, /deployment\.environment\.name/)
    t.notMatch(requests.map(({ body }) => body).join(), 'somebody wrote')
    const named = (name: string) => spans.find((span) => span.name === name)
    t.equal(spans.length, 3)
    t.match(named('GET /things/:id'), { service: 'chat', kind: 2, parentSpanId: '', failed: false })
    t.match(named('work'), {
      parentSpanId: named('GET /things/:id')?.spanId,
      failed: true,
      attributes: { 'error.type': 'TypeError' },
    })
    t.equal(named('SELECT')?.parentSpanId, named('work')?.spanId)
    t.equal(String(named('SELECT')?.attributes['db.query.text']).length, 1_024)
  },
)

t.test("a caller's trace goes on, and is recorded only where the caller records it", async (t) => {
  const collector = await traceCollector(t)
  const env = { ...json, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/own/path` }
  const tracing = await startTracing('chat', settingsOf(env), silentLog)
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  for (const flags of ['00', '01']) {
    const span = beginSpan('server', `flags ${flags}`, {}, `00-${traceId}-00f067aa0ba902b7-${flags}`)
    t.match(span?.traceparent, new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7).*-${flags}$`))
    span?.end()
  }
  beginSpan('server', 'no trace', {}, 'not-a-traceparent')?.end()
  await tracing.close()
  t.same(
    collector.spans.map(({ name, parentSpanId }) => [name, parentSpanId]),
    [
      ['flags 01', '00f067aa0ba902b7'],
      ['no trace', ''],
    ],
  )
  t.equal(collector.requests[0]?.path, '/own/path')
})

t.test('protobuf is what is sent unless JSON is asked for', async (t) => {
  const collector = await traceCollector(t)
  const tracing = await startTracing(
    'chat',
    settingsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
    silentLog,
  )
  beginSpan('server', 'a span of ours')?.end()
  await tracing.close()
  t.match(collector.requests, [{ type: 'application/x-protobuf', body: /a span of ours/ }])
})

t.test('a collector that never responds costs spans, a line in the log and nothing else', async (t) => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  t.teardown(() => silent.close())
  const { log, lines } = recordedLog()
  const env = {
    ...json,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '50',
    OTEL_BSP_MAX_QUEUE_SIZE: '100',
  }
  const tracing = await startTracing('chat', settingsOf(env), log)
  const ms = await workMs(() => {
    for (let n = 0; n < 5_000; n++) beginSpan('server', `span ${n}`)?.end()
  })
  t.ok(ms < 1_000, 'making spans waits for nothing')
  const lost = await eventually(
    async () => (await readMetric('lingzhi_trace_spans_total', { outcome: 'lost' })) || undefined,
  )
  t.ok(lost <= 200, `a queue's worth was sent and another waited, and not ${lost}`)
  // Waits a second for a collector that takes nothing, and not for ever.
  const closing = performance.now()
  await tracing.close()
  t.ok(performance.now() - closing < 2_500, 'a process that ends waits a second for it')
  t.equal(lines.filter((line) => line.includes('collector does not take traces')).length, 1)
})
