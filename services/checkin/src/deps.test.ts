import { checkDb } from '@lingzhi/db/check-db'
import { eventually } from '@lingzhi/testing/eventually'
import { failStart, watchLine } from '@lingzhi/testing/failed-start'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import type { Given } from './deps.ts'
import { openDeps } from './deps.ts'
import { startTestApp } from './test-app.ts'

t.test('a start that fails half-way closes what it had opened', async (t) => {
  const { config } = await startTestApp(t)
  const nats = await watchLine(t, config.NATS_URL)
  // One server cannot keep three copies of a stream: the connection opens, and what comes after it fails.
  const unusable = { ...config, NATS_URL: nats.url, NATS_PREFIX: 'x.', NATS_REPLICAS: 3 }
  await t.rejects(openDeps(unusable, silentLog), { name: 'JetStreamApiError' })
  t.equal(nats.connections.length, 1, 'NATS was reached')
  await eventually(async () => nats.connections.every(({ closed }) => closed))
})

for (const step of ['bus', 'outbox', 'verifier', 'now'] as const) {
  t.test(`a start that fails at its ${step} closes what it had opened`, async (t) => {
    const { config } = await startTestApp(t)
    await failStart<typeof config, Given>(t, {
      config,
      servers: ['DATABASE_URL', 'NATS_URL'],
      step,
      open: (config, given) => openDeps(config, silentLog, given),
    })
  })
}

t.test('dependencies that a caller provides are used, and left open', async (t) => {
  const { config, bus, db } = await startTestApp(t)
  const now = () => new Date(0)
  const deps = await openDeps(config, silentLog, { bus, db, now })
  t.equal(deps.bus, bus)
  t.equal(deps.db, db)
  t.equal(deps.now, now)
  await deps.close()
  await deps.close()
  await bus.ping()
  await checkDb(db)
})
