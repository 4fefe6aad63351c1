import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import net from 'node:net'
import { eventually } from '@lingzhi/testing/eventually'
import { required } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { startTestGateway } from './test-app.ts'

for (const command of ['acquireSlot', 'takeTokens']) {
  t.test(`a start that fails at ${command} closes what it had opened`, async (t) => {
    const { cache } = await startTestGateway(t)
    const nats = new URL(required('TEST_NATS_URL'))
    const connections: Socket[] = []
    const between = net.createServer((client) => {
      connections.push(client)
      const server = net.connect(Number(nats.port), nats.hostname)
      client.pipe(server).pipe(client)
      for (const one of [client, server]) one.on('error', () => {})
    })
    await once(between.listen(0, '127.0.0.1'), 'listening')
    t.teardown(() => between.close())
    const { port } = between.address() as AddressInfo
    const defineCommand = (name: string, ...more: unknown[]) => {
      if (name === command) throw new Error('no such command')
      return Reflect.apply(cache.defineCommand, cache, [name, ...more])
    }
    const broken: typeof cache = Object.create(cache, { defineCommand: { value: defineCommand } })

    const settings = { NATS_URL: nats.href.replace(nats.host, `127.0.0.1:${port}`) }
    await t.rejects(startTestGateway(t, settings, { cache: broken }), { message: 'no such command' })
    t.equal(connections.length, 1, 'NATS was reached')
    await eventually(async () => connections.every(({ closed }) => closed))
    t.equal(await cache.ping(), 'PONG', 'the cache was the caller’s, and stays open')
  })
}
