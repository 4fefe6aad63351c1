import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { setImmediate as immediate } from 'node:timers/promises'
import { eventually } from '@lingzhi/testing/eventually'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testCache } from '@lingzhi/testing/test-cache'
import t from 'tap'
import { closeRedis, openRedis } from './open-redis.ts'

/** The first byte of a connection that begins with TLS. */
const tlsHandshake = 0x16

t.test('a Redis that hangs holds up one command only, and is used again when it responds', async (t) => {
  const { url, prefix } = await testCache(t)
  const { hostname, port } = new URL(url)
  let hangs = false
  const between = net.createServer((client) => {
    const redis = net.connect(Number(port), hostname)
    client.on('data', (chunk) => hangs || redis.write(chunk))
    redis.pipe(client)
    for (const [one, other] of [
      [client, redis],
      [redis, client],
    ] as const)
      one.on('error', () => {}).once('close', () => other.destroy())
  })
  await once(between.listen(0, '127.0.0.1'), 'listening')
  const own = new URL(url)
  own.host = `127.0.0.1:${(between.address() as AddressInfo).port}`
  const cache = openRedis({ REDIS_URL: own.href, REDIS_PREFIX: prefix }, silentLog)
  t.teardown(async () => {
    await closeRedis(cache)
    between.close()
  })
  await once(cache, 'ready')
  t.equal(await cache.ping(), 'PONG')

  hangs = true
  await t.rejects(cache.ping())
  const outcome = () =>
    cache.ping().then(
      () => 'served',
      () => 'refused',
    )
  for (let n = 0; n < 10; n++) t.equal(await Promise.race([outcome(), immediate('waits')]), 'refused')

  hangs = false
  t.equal(await eventually(() => cache.ping().catch(() => undefined)), 'PONG')
})

for (const scheme of ['rediss', 'rediss+sentinel', 'rediss+cluster']) {
  t.test(`${scheme}:// begins with TLS, and says no password to a server without it`, async (t) => {
    const heard: Buffer[] = []
    const server = net.createServer((socket) => {
      socket
        .on('error', () => {})
        .on('data', (chunk) => {
          heard.push(chunk)
          socket.end('-ERR\r\n')
        })
    })
    t.teardown(() => server.close())
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const cache = openRedis({ REDIS_URL: `${scheme}://:secret@127.0.0.1:${port}` }, silentLog)
    t.teardown(() => closeRedis(cache))
    await eventually(async () => heard.length > 1)
    t.same([...new Set(heard.map((chunk) => chunk[0]))], [tlsHandshake])
    t.notMatch(Buffer.concat(heard).toString('latin1'), 'secret')
  })
}
