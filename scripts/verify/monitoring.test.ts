import t from 'tap'
import { metricsIn, monitoringFaults } from './monitoring.ts'

const rule = {
  alert: 'FactsWait',
  expr: 'max by (service) (lingzhi_wait_seconds{outcome!~"a_label|b"}) > 60',
  annotations: { runbook: 'docs/failures.md#factswait' },
}
const sound = {
  rules: [rule],
  tried: ['FactsWait'],
  queries: [{ path: 'a.json', expr: 'rate(lingzhi_seconds_bucket[5m])' }],
  runbooks: '# Failures\n\n### FactsWait\n\nOne.\nLook: two.\nDo: three.\n',
  declared: new Set(['lingzhi_wait_seconds', 'lingzhi_seconds']),
}

t.test('the metrics of an expression are found, and nothing else of it', async (t) => {
  const expr = `histogram_quantile(0.95, sum by (le, provider) (rate(one_bucket{a="x_y"}[$__rate_interval])))
    / on (service) group_left two_total unless absent(up{service="gateway"} == 1)`
  t.same(metricsIn(expr), ['one_bucket', 'two_total', 'up'])
})

t.test('alerts and dashboards that fit the code and the runbooks have no fault', async (t) => {
  t.same(monitoringFaults(sound), [])
})

t.test('a metric that no code declares, a runbook or a case that is missing, is a fault', async (t) => {
  const faulty = (change: object) => monitoringFaults({ ...sound, ...change }).length
  t.equal(faulty({ declared: new Set(['lingzhi_seconds']) }), 1)
  t.equal(faulty({ queries: [{ path: 'a.json', expr: 'sum(lingzhi_gone)' }] }), 1)
  t.equal(faulty({ tried: [] }), 1)
  t.equal(faulty({ rules: [{ ...rule, annotations: {} }] }), 1)
  t.equal(faulty({ runbooks: '### FactsWait\n\nOne line.\n' }), 1)
  t.equal(faulty({ runbooks: `${sound.runbooks}\n### Other\n\nOne.\nTwo.\nThree.\n` }), 1)
})
