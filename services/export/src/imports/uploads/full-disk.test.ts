import { openBus } from '@lingzhi/bus/open-bus'
import { openStore } from '@lingzhi/objects/open-store'
import { startOwnNats } from '@lingzhi/testing/own-nats'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { startTestApp } from '../../test-app.ts'
import { uploadedParts } from './parts.queries.ts'
import { storePart } from './store-part.ts'

t.test(
  'what would fill the disk of the store is refused before it does, and space that is given back is used',
  async (t) => {
    const nats = await startOwnNats(t)
    const bus = await openBus({ NATS_URL: nats.url, NATS_PREFIX: 'a.', NATS_REPLICAS: 1 }, 'test', silentLog)
    t.teardown(() => bus.close())
    let free = 65 * 1024 ** 2
    const settings = { EXPORT_STORE_MAX_BYTES: 100_000_000 }
    const freeBytes = async () => free
    const store = openStore(bus, 'EXPORT', settings, { bucket: 'exports', keepDays: 1, freeBytes })
    const { identity, app, deps, config } = await startTestApp(t)
    const { headers, id: requested_by } = await identity.user()
    const begun = await app.inject({ method: 'POST', url: '/api/imports/uploads', payload: {}, headers })
    const job = { id: begun.json().data.id as string, requested_by }
    const part = (number: number, bytes: number) =>
      storePart({ db: deps.db, store }, config, job, { number, bytes: Buffer.alloc(bytes, 32) })
    await part(1, 1_000)
    const refused = await part(2, 2_000_000).catch((err: unknown) => err)
    t.match(refused, { code: 'IMPORTS_FULL', status: 503 })
    const kept: string[] = []
    for await (const { name } of store.list('')) kept.push(name)
    t.equal(kept.length, 1, 'nothing of what was refused is there')
    free *= 2
    await part(2, 2_000_000)
    t.equal((await uploadedParts(deps.db, job.id)).length, 2)
  },
)

t.test('where the store lies is told by a setting', async (t) => {
  const nats = await startOwnNats(t)
  const bus = await openBus({ NATS_URL: nats.url, NATS_PREFIX: 'a.', NATS_REPLICAS: 1 }, 'test', silentLog)
  t.teardown(() => bus.close())
  for (const folder of [nats.store, '/nowhere']) {
    const settings = { EXPORT_STORE_MAX_BYTES: 100_000_000, EXPORT_STORE_FOLDER: folder }
    const store = openStore(bus, 'EXPORT', settings, { bucket: 'exports', keepDays: 1 })
    await store.put('one', Buffer.from('one'))
    t.equal(Buffer.concat((await store.get('one')).pieces).toString(), 'one')
  }
})
