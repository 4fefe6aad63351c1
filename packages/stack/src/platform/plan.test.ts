import { serviceNames } from '@lingzhi/contracts/services'
import t from 'tap'
import { planProcesses } from './plan.ts'
import { readSettings } from './settings.ts'

t.test('metrics are on consecutive ports, the gateway first, and off by default', async (t) => {
  const settings = readSettings(['--scale', 'chat=2'], { METRICS_PORT: '9464' })
  const plan = await planProcesses(settings, 8080)
  const services = serviceNames.flatMap((name) => (name === 'chat' ? ['chat-1', 'chat-2'] : [name]))
  const names = [...services, 'demo-model']
  t.equal(names[0], 'gateway')
  t.same(
    plan.map(({ name, metricsPort }) => [name, metricsPort]),
    names.map((name, n) => [name, 9464 + n]),
  )
  for (const { metricsPort } of await planProcesses(readSettings([], {}), 8080))
    t.equal(metricsPort, undefined)
  t.throws(() => readSettings([], { METRICS_PORT: '0' }), { name: 'Fault' })
})
