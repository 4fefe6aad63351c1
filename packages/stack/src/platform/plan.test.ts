import t from 'tap'
import { planProcesses } from './plan.ts'
import { readSettings } from './settings.ts'

t.test('metrics are on consecutive ports, the gateway first, and off unless asked for', async (t) => {
  const settings = readSettings(['--scale', 'chat=2'], { METRICS_PORT: '9464' })
  const plan = await planProcesses(settings, 8080)
  t.same(
    plan.map(({ name, metricsPort }) => [name, metricsPort]),
    ['gateway', 'auth', 'chat-1', 'chat-2', 'checkin', 'export', 'demo-model'].map((name, n) => [
      name,
      9464 + n,
    ]),
  )
  for (const { metricsPort } of await planProcesses(readSettings([], {}), 8080))
    t.equal(metricsPort, undefined)
  t.throws(() => readSettings([], { METRICS_PORT: '0' }), { name: 'Fault' })
})
