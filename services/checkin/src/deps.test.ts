import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import net from 'node:net'
import { checkDb } from '@lingzhi/db/check-db'
import { eventually } from '@lingzhi/testing/eventually'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { openDeps } from './deps.ts'
import { startTestApp } from './test-app.ts'

t.test('a start that fails half-way closes what it had opened', async (t) => {
  const { config } = await startTestApp(t)
  const nats = new URL(config.NATS_URL)
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
  // One server cannot keep three copies of a stream: the connection opens, and what comes after it fails.
  const NATS_URL = config.NATS_URL.replace(nats.host, `127.0.0.1:${port}`)
  const unusable = { ...config, NATS_URL, NATS_PREFIX: 'x.', NATS_REPLICAS: 3 }
  await t.rejects(openDeps(unusable, silentLog), { name: 'JetStreamApiError' })
  const [connection] = connections
  if (!connection) return t.fail('NATS was not reached')
  await eventually(async () => connection.closed)
  t.equal(connections.length, 1)
})

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
