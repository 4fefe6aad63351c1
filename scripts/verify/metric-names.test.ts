import t from 'tap'
import { metricFaults } from './metric-names.ts'
import { readSource } from './sources.ts'

const source = (path: string, text: string) => readSource(path, text, new Map())

t.test('a metric that two files declare is a fault that names both', async (t) => {
  const faults = metricFaults([
    source('services/checkin/src/a.ts', "const checkins = counter(\n  'lingzhi_checkins_total',\n  'All.')"),
    source('services/learning/src/b.ts', "const n = counter<'a'>('lingzhi_checkins_total', 'All.', ['a'])"),
    source('services/learning/src/b.test.ts', "watchedGauge('lingzhi_checkins_total', 'In a test.')"),
    source('packages/http/src/c.ts', "const inFlight = watchedGauge('lingzhi_in_flight', 'One.')"),
  ])
  t.same(faults, [
    'The metric lingzhi_checkins_total is declared in services/checkin/src/a.ts and services/learning/src/b.ts: rename it in one of them, or remove it.',
  ])
})

t.test('two declarations in one file are a fault, whatever their kinds', async (t) => {
  const text = "histogram('same_seconds', 'a', [1]); watchedCounter('same_seconds', 'b')"
  t.equal(metricFaults([source('services/chat/src/a.ts', text)]).length, 1)
})
