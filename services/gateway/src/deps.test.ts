import { eventually } from '@lingzhi/testing/eventually'
import { watchLine } from '@lingzhi/testing/failed-start'
import { required } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { startTestGateway } from './test-app.ts'

for (const command of ['acquireSlot', 'takeTokens']) {
  t.test(`a start that fails at ${command} closes what it had opened`, async (t) => {
    const { cache } = await startTestGateway(t)
    const nats = await watchLine(t, required('TEST_NATS_URL'))
    const defineCommand = (name: string, ...more: unknown[]) => {
      if (name === command) throw new Error('no such command')
      return Reflect.apply(cache.defineCommand, cache, [name, ...more])
    }
    const broken: typeof cache = Object.create(cache, { defineCommand: { value: defineCommand } })

    const settings = { NATS_URL: nats.url }
    await t.rejects(startTestGateway(t, settings, { cache: broken }), { message: 'no such command' })
    t.equal(nats.connections.length, 1, 'NATS was reached')
    await eventually(async () => nats.connections.every(({ closed }) => closed))
    t.equal(await cache.ping(), 'PONG', 'the cache was the caller’s, and stays open')
  })
}
