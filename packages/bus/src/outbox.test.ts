import { fact } from '@lingzhi/contracts/fact'
import { readMetric } from '@lingzhi/metrics/read-metric'
import { eventually } from '@lingzhi/testing/eventually'
import { testBus } from '@lingzhi/testing/test-bus'
import { testDatabase } from '@lingzhi/testing/test-database'
import type { Kysely } from 'kysely'
import t from 'tap'
import { Type } from 'typebox'
import type { Bus } from './open-bus.ts'
import { recordFact, relayOutbox } from './outbox.ts'

const Happened = fact('chat.thing.happened', Type.Object({ n: Type.Integer() }))
interface Database {
  outbox: { id: string }
}

const record = (trx: Kysely<Database>, n: number) =>
  recordFact<Database, typeof Happened.data>(trx, Happened, { n })

const migrations = `${import.meta.dirname}/outbox-migration`

async function setUp(t: Parameters<typeof testBus>[0]) {
  const { bus } = await testBus(t)
  const { db } = await testDatabase<Database>(t, migrations)
  const stored = async () => (await bus.jsm.streams.info(bus.resource('chat-facts'))).state.messages
  const waiting = async () => (await db.selectFrom('outbox').select('id').execute()).length
  return { bus, db, stored, waiting }
}

t.test('a fact leaves with the transaction that recorded it, and not without it', async (t) => {
  const { bus, db, stored, waiting } = await setUp(t)
  const relay = relayOutbox(bus, db)
  t.teardown(() => relay.close())
  const rolledBack = db.transaction().execute(async (trx) => {
    await record(trx, 1)
    throw new Error('changed my mind')
  })
  await t.rejects(rolledBack)
  await db.transaction().execute((trx) => record(trx, 2))
  relay.wake()
  await eventually(async () => (await stored()) === 1)
  await eventually(async () => (await waiting()) === 0)
})

t.test('several relays move many facts, each once', async (t) => {
  const { bus, db, stored, waiting } = await setUp(t)
  for (let n = 0; n < 250; n++) await record(db, n)
  const relays = [relayOutbox(bus, db), relayOutbox(bus, db)]
  t.teardown(() => Promise.all(relays.map((relay) => relay.close())))
  await eventually(async () => (await waiting()) === 0)
  t.equal(await stored(), 250)
})

t.test('facts are counted once the stream has them, and their wait is reported until then', async (t) => {
  const { bus, db, waiting } = await setUp(t)
  const before = await readMetric('lingzhi_outbox_relayed_total')
  const away = { ...bus, js: { ...bus.js, publish: () => Promise.reject(new Error('no stream')) } }
  const stuck = relayOutbox(away as unknown as Bus, db)
  await record(db, 1)
  stuck.wake()
  await eventually(async () => (await readMetric('lingzhi_outbox_wait_seconds')) > 0)
  await stuck.close()

  const relay = relayOutbox(bus, db)
  t.teardown(() => relay.close())
  await eventually(async () => (await waiting()) === 0)
  await eventually(async () => (await readMetric('lingzhi_outbox_relayed_total')) === before + 1)
  t.equal(await readMetric('lingzhi_outbox_wait_seconds'), 0)
})
