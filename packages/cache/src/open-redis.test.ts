import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { setImmediate as immediate } from 'node:timers/promises'
import { eventually } from '@lingzhi/testing/eventually'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testCache } from '@lingzhi/testing/test-cache'
import t from 'tap'
import { closeRedis, openRedis } from './open-redis.ts'

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
