import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { eventually } from '@lingzhi/testing/eventually'
import { startOwnRedis } from '@lingzhi/testing/own-redis'
import { pino } from 'pino'
import t from 'tap'
import { checkCache } from './check-cache.ts'
import { closeRedis, openRedis } from './open-redis.ts'

t.test(
  'a Redis that refuses is told once with its word, and once more when it takes commands again',
  async (t) => {
    const { url, admin, folder } = await startOwnRedis(t)
    await admin.call('ACL', 'SETUSER', 'app', 'on', '>p@ss/w#rd%41:?', '~*', '&*', '+@all')
    const lines: { msg: string; reason?: string }[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const address = url.replace('redis://', 'redis://app@')
    const settings = { REDIS_URL: address, REDIS_PASSWORD: 'p@ss/w#rd%41:?', REDIS_PREFIX: 'x:' }
    const cache = openRedis(settings, log)
    t.teardown(() => closeRedis(cache))
    await once(cache, 'ready')
    t.equal(await checkCache(cache), undefined)

    const faults: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
      ['OOM', () => admin.config('SET', 'maxmemory', '1'), () => admin.config('SET', 'maxmemory', '0')],
      [
        'NOREPLICAS',
        () => admin.config('SET', 'min-replicas-to-write', '1'),
        () => admin.config('SET', 'min-replicas-to-write', '0'),
      ],
      ['READONLY', () => admin.replicaof('127.0.0.1', 1), () => admin.replicaof('NO', 'ONE')],
      [
        'NOPERM',
        () => admin.call('ACL', 'SETUSER', 'app', '-eval', '-evalsha'),
        () => admin.call('ACL', 'SETUSER', 'app', '+@all'),
      ],
      ...['-@write', '-xadd', '-zadd'].map(
        (right): [string, () => Promise<unknown>, () => Promise<unknown>] => [
          'NOPERM',
          () => admin.call('ACL', 'SETUSER', 'app', right),
          () => admin.call('ACL', 'SETUSER', 'app', '+@all'),
        ],
      ),
      [
        'MISCONF',
        async () => {
          await rm(folder, { recursive: true })
          await admin.config('SET', 'save', '1 1')
          await admin.set('changed', '1')
          // It may have begun one by itself already.
          await admin.bgsave().catch(() => {})
          await eventually(async () => /rdb_last_bgsave_status:err/.test(await admin.info('persistence')))
        },
        async () => {
          await admin.config('SET', 'save', '')
          await admin.config('SET', 'stop-writes-on-bgsave-error', 'no')
        },
      ],
    ]
    for (const [word, begin, end] of faults) {
      lines.length = 0
      await begin()
      for (let n = 0; n < 3; n++) t.equal(await checkCache(cache), word)
      t.equal(await cache.get('a'), null, `${word}: what it takes is still served`)
      await end()
      await eventually(async () => lines.length > 1)
      t.match(
        lines.map(({ msg, reason }) => ({ msg, reason })),
        [{ msg: /refuses/, reason: word }, { msg: /takes commands again/ }],
        word,
      )
      t.equal(lines.length, 2)
      t.equal(await checkCache(cache), undefined)
    }
  },
)

t.test('a Redis that is away is no refusal', async (t) => {
  const { url, admin } = await startOwnRedis(t)
  const cache = openRedis({ REDIS_URL: url }, pino({ level: 'silent' }))
  t.teardown(() => closeRedis(cache))
  await once(cache, 'ready')
  await admin.call('SHUTDOWN', 'NOSAVE').catch(() => {})
  await t.rejects(eventually(() => checkCache(cache).then(() => undefined), 3_000))
})
