import { readMetric } from '@lingzhi/metrics/read-metric'
import t from 'tap'
import { startTestApp } from './test-app.ts'

t.test('check-ins count once recorded, and apart from those refused', async (t) => {
  const { app, identity } = await startTestApp(t)
  const { headers } = await identity.user()
  for (let n = 0; n < 3; n++) await app.inject({ method: 'POST', url: '/api/checkin', headers })
  t.equal(await readMetric('lingzhi_checkins_total', { outcome: 'recorded' }), 1)
  t.equal(await readMetric('lingzhi_checkins_total', { outcome: 'repeated' }), 2)
})
