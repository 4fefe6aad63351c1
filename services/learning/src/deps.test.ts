import { failStart } from '@lingzhi/testing/failed-start'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import type { Given } from './deps.ts'
import { openDeps } from './deps.ts'
import { startTestApp } from './test-app.ts'

const { config } = await startTestApp(t)

const steps = ['bus', 'outbox', 'verifier', 'now'] as const satisfies (keyof Given)[]

for (const step of steps) {
  t.test(`a start that fails at its ${step} closes what it had opened`, (t) =>
    failStart<typeof config, Given>(t, {
      config,
      servers: ['DATABASE_URL', 'NATS_URL'],
      step,
      open: (config, given) => openDeps(config, silentLog, given),
    }),
  )
}
