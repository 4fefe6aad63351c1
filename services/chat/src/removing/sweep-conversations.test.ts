import { listen } from '@lingzhi/bus/listen'
import { ConversationsRemoved } from '@lingzhi/contracts/chat'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { insertConversation } from '../conversations/conversations.queries.ts'
import type { Db } from '../database.ts'
import { recordHits } from '../filters/filters.queries.ts'
import { startTestApp } from '../test-app.ts'
import { forgetUser } from './forget-user.ts'
import { sweepConversations } from './sweep-conversations.ts'

const startedAt = new Date('2026-03-01T00:00:00Z')
const hours = (count: number) => new Date(startedAt.getTime() + count * 3_600_000)

const begin = async (db: Db, userId: string | null, at: Date) =>
  (await insertConversation(db, { userId, agentId: 1, at })).id

const left = async (db: Db) =>
  (await db.selectFrom('conversations').select('id').orderBy('id').execute()).map(({ id }) => id)

t.test(
  'guests’ conversations are removed 24 h after their last use, published once, whichever replica sweeps',
  async (t) => {
    const { db, bus, clock, config, replicas, json, model } = await startTestApp(t, { replicas: 2 })
    const removed: string[] = []
    const listening = await listen(bus, ConversationsRemoved, 'test', async ({ data }) => {
      t.match(data, { user_id: null, reason: 'expired' })
      removed.push(...data.conversation_ids)
    })
    t.teardown(() => listening.close())
    const old = await Promise.all(Array.from({ length: 5 }, () => begin(db, null, startedAt)))
    const used = await begin(db, null, startedAt)
    const users = await begin(db, newId(), startedAt)
    clock.now = () => hours(23)
    model.enqueue(['好'])
    await json('POST', '/api/chat', { message: '还在', conversation_id: used })
    clock.now = () => hours(25)
    const swept = await Promise.all(replicas.map(({ deps }) => sweepConversations(deps, config)))
    t.equal(swept[0]! + swept[1]!, 5)
    t.same(await left(db), [used, users].sort())
    await eventually(async () => removed.length >= 5)
    t.same(removed.sort(), old.sort())
  },
)

t.test('what a deleted user’s last token still asked is removed once no token can be valid', async (t) => {
  const { db, deps, clock, config, identity, json, model } = await startTestApp(t)
  clock.now = () => startedAt
  const { id, headers } = await identity.user()
  await forgetUser(deps, id)
  model.enqueue(['晚了'])
  t.equal((await json('POST', '/api/chat', { message: '还在' }, headers)).status, 200)
  clock.now = () => hours(0.9)
  await sweepConversations(deps, config)
  t.equal((await left(db)).length, 1)
  clock.now = () => hours(2)
  await sweepConversations(deps, config)
  t.same(await left(db), [])
  t.same(await db.selectFrom('usage_days').selectAll().execute(), [])
  t.same(await db.selectFrom('deleted_users').selectAll().execute(), [], 'and who it was is forgotten')
})

t.test('users’ conversations are kept unless RETENTION_DAYS is set', async (t) => {
  const { db, deps, clock, config } = await startTestApp(t)
  const userId = newId()
  await begin(db, userId, startedAt)
  const recent = await begin(db, userId, hours(24 * 10))
  clock.now = () => hours(24 * 31)
  t.equal(await sweepConversations(deps, config), 0)
  t.equal(await sweepConversations(deps, { ...config, RETENTION_DAYS: 30 }), 1)
  t.same(await left(db), [recent])
})

t.test('filter hits are removed after FILTER_HITS_DAYS, in as many batches as needed', async (t) => {
  const { db, deps, clock, config } = await startTestApp(t)
  const of = { place: 'input' as const, agent_id: 1, user_id: null, reply_id: null }
  const hits = (count: number) =>
    Array.from({ length: count }, () => ({ rule: 'x', action: 'flag' as const, count: 1 }))
  await recordHits(db, { ...of, at: startedAt }, hits(1_001))
  await recordHits(db, { ...of, at: hours(24) }, hits(1))
  clock.now = () => hours(24 * 90 + 1)
  const kept = () => db.selectFrom('filter_hits').select('at').execute()
  await sweepConversations(deps, { ...config, FILTER_HITS_DAYS: 0 })
  t.equal((await kept()).length, 1_002)
  await sweepConversations(deps, config)
  t.same(await kept(), [{ at: hours(24) }])
})
