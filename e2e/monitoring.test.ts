import { globSync, readFileSync } from 'node:fs'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'
import { eventually } from '@lingzhi/testing/eventually'
import type { SeenSpan } from '@lingzhi/testing/trace-collector'
import { traceCollector } from '@lingzhi/testing/trace-collector'
import t from 'tap'
import { parse } from 'yaml'
import { metricsIn } from '../scripts/verify/monitoring.ts'
import { createClient } from './client.ts'
import { folder, prometheusFault, promtool, runPrometheus } from './monitoring/run-prometheus.ts'
import { dataDir, startStack } from './start-stack.ts'

const fault = prometheusFault()
if (fault) throw new Error(fault)

t.test(
  'promtool finds rules and configuration well formed, and every alert fires on its case alone',
  async (t) => {
    for (const args of [
      ['check', 'config', 'prometheus.yml'],
      ['check', 'rules', 'alerts.yml'],
      ['test', 'rules', 'alerts-test.yml'],
    ]) {
      const { status, output } = promtool(...args)
      t.equal(status, 0, output)
    }
  },
)

t.test('a stack that is watched', async (t) => {
  const collector = await traceCollector(t)
  // The first of a block that is this process's own: the metrics of a stack are on consecutive ports.
  const metricsPort = await freePort()
  const stack = await startStack(t, dataDir(t), [], {
    DEMO_MODEL_CHARS_PER_SECOND: '0',
    METRICS_PORT: String(metricsPort),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  })
  const guest = createClient(stack.gateway_url)

  await t.test(
    'a chat turn is one tree of spans: HTTP, NATS, SQL and the model, and nothing of anybody',
    async (t) => {
      const password = 'a sound password'
      const { body: registered } = await guest.post('/api/register', { username: 'linlin', password })
      const me = guest.as(registered.data.token)
      const { body: made } = await me.post('/api/user/api-keys', {
        name: 'script',
        current_password: password,
      })
      // An API key is exchanged for a token over NATS.
      const asked = await guest.as(made.data.key).post('/api/chat', { message: 'the words of my question' })
      t.equal(asked.status, 200)

      const server = 2
      const turn = () => {
        const root = collector.spans.find(({ name, kind }) => name === 'POST /api/chat' && kind === server)
        return collector.spans.filter(({ traceId }) => traceId === root?.traceId)
      }
      const tree = await eventually(async () => {
        const spans = turn()
        const has = (name: string) => spans.filter((span) => span.name === name).length
        const complete =
          has('send chat.reply.completed') && has('generate reply') && has('POST /api/chat') === 2
        return complete ? spans : undefined
      })
      const path = (span: SeenSpan): string => {
        const parent = tree.find(({ spanId }) => spanId === span.parentSpanId)
        return `${parent ? `${path(parent)} > ` : ''}${span.service} ${span.name}`
      }
      const paths = tree.map(path)
      const shown = paths.join('\n')
      const root = 'gateway POST /api/chat'
      const exchange = `${root} > gateway request ask.auth.api-key-exchange > auth serve ask.auth.api-key-exchange`
      const chat = `${root} > gateway POST chat > chat POST /api/chat`
      for (const expected of [root, exchange, chat, `${chat} > chat generate reply > chat chat lingzhi-demo`])
        t.ok(paths.includes(expected), `${expected}\n${shown}`)
      for (const [start, end] of [
        [exchange, 'auth SELECT'],
        [chat, 'chat SELECT'],
        [`${chat} > chat generate reply`, 'chat send chat.reply.completed'],
      ] as const)
        t.ok(
          paths.some((one) => one.startsWith(start) && one.endsWith(end)),
          `${start} … ${end}\n${shown}`,
        )
      t.same(
        paths.filter((one) => one !== root && !one.startsWith(`${root} > `)),
        [],
        'every other span hangs below the one of the gateway',
      )
      const told = collector.requests.map(({ body }) => body).join('\n')
      const { key } = made.data
      for (const secret of ['the words of my question', 'linlin', password, key, registered.data.token])
        t.notMatch(told, secret)
    },
  )

  const targets = Object.fromEntries(
    ['gateway', 'auth', 'chat', 'checkin', 'export', 'files', 'learning'].map((name, n) => [
      name,
      [`127.0.0.1:${metricsPort + n}`],
    ]),
  )
  const prometheus = await runPrometheus(t, targets)
  /** Alerts that wait for nothing any more. */
  const firing = async () => {
    const { data } = await prometheus.get('/api/v1/alerts')
    return (data.alerts as { state: string; labels: Record<string, string> }[])
      .filter(({ state }) => state === 'firing')
      .map(({ labels }) => labels)
  }

  await t.test(
    'Prometheus reads every service, and knows each metric that rules and dashboards name',
    async (t) => {
      const known = await eventually(async () => {
        const up = await prometheus.get('/api/v1/query?query=up')
        const { data } = await prometheus.get('/api/v1/targets/metadata?limit=5000')
        const all = up.data.result.filter(({ value }: { value: [number, string] }) => value[1] === '1')
        return (
          all.length === Object.keys(targets).length &&
          new Set((data as { metric: string }[]).map(({ metric }) => metric))
        )
      }, 30_000)
      const { groups } = parse(readFileSync(`${folder}/alerts.yml`, 'utf8'))
      const boards = globSync(`${folder}/../grafana/dashboards/*.json`).map((file) =>
        JSON.parse(readFileSync(file, 'utf8')),
      )
      const expressions = [
        ...groups.flatMap(({ rules }: { rules: { expr: string }[] }) => rules),
        ...boards.flatMap(({ panels }) => panels.flatMap(({ targets = [] }) => targets)),
      ].map(({ expr }) => expr as string)
      t.ok(expressions.length > 50)
      const used = [...new Set(expressions.flatMap(metricsIn))].filter((name) => name !== 'up')
      t.same(
        used.filter((name) => !known.has(name) && !known.has(name.replace(/_(bucket|count|sum)$/, ''))),
        [],
      )
    },
  )

  await t.test('a service that hangs fires its alert, which ends with the fault', async (t) => {
    // A busy machine may have kept a first reading waiting.
    await eventually(async () => (await firing()).length === 0, 60_000)
    const { pid } = stack.processes.find(({ name }) => name === 'checkin')!
    process.kill(pid, 'SIGSTOP')
    t.teardown(() => process.kill(pid, 'SIGCONT'))
    const labels = await eventually(
      async () => (await firing()).find(({ alertname }) => alertname === 'ServiceAway'),
      60_000,
    )
    t.match(labels, { upstream: 'checkin', severity: 'critical' })
    process.kill(pid, 'SIGCONT')
    await eventually(
      async () => !(await firing()).some(({ alertname }) => alertname === 'ServiceAway'),
      60_000,
    )
  })
})
