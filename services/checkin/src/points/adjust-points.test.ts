import { listen } from '@lingzhi/bus/listen'
import { PointsAdjusted } from '@lingzhi/contracts/checkin'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const url = '/api/admin/points/adjust'

t.test('a correction enters the ledger and is published as a fact', async (t) => {
  const { app, bus, identity } = await startTestApp(t)
  const admin = await identity.user({ role: 'admin' })
  const user = await identity.user()
  const facts: unknown[] = []
  const consumption = await listen(bus, PointsAdjusted, 'test', async ({ data }) => void facts.push(data))
  t.teardown(() => consumption.close())
  await app.inject({ method: 'POST', url: '/api/checkin', headers: user.headers })

  const payload = { user_id: user.id, amount: 40, reason: '活动补发' }
  const reply = await app.inject({ method: 'POST', url, headers: admin.headers, payload })
  t.equal(reply.statusCode, 200)
  t.match(reply.json().data, {
    user_id: user.id,
    entry: { kind: 'adjustment', amount: 40, balance: 41, reason: '活动补发' },
  })
  const ledger = await app.inject({ url: '/api/points/ledger', headers: user.headers })
  t.same(ledger.json().data.entries[0], reply.json().data.entry)
  await eventually(async () => facts.length > 0)
  t.same(facts, [
    {
      user_id: user.id,
      kind: 'adjustment',
      amount: 40,
      total_lingzhi: 41,
      reason: '活动补发',
      adjusted_by: admin.id,
    },
  ])
})

t.test('points never go below zero, and the refusal changes nothing', async (t) => {
  const { app, db, identity } = await startTestApp(t)
  const { headers } = await identity.user({ role: 'admin' })
  const user = await identity.user()
  await app.inject({ method: 'POST', url: '/api/checkin', headers: user.headers })
  const payload = { user_id: user.id, amount: -2, reason: 'x' }
  const reply = await app.inject({ method: 'POST', url, headers, payload })
  t.match(reply.json(), { status: 409, error_code: 'INSUFFICIENT_POINTS', message: '灵值余额不足' })
  t.equal((await db.selectFrom('points_ledger').selectAll().execute()).length, 1)
  const exact = await app.inject({ method: 'POST', url, headers, payload: { ...payload, amount: -1 } })
  t.equal(exact.json().data.entry.balance, 0)
})

t.test('only administrators correct, only real users, only sensibly', async (t) => {
  const { app, identity } = await startTestApp(t)
  const admin = await identity.user({ role: 'admin' })
  const user = await identity.user()
  await app.inject({ method: 'POST', url: '/api/checkin', headers: user.headers })
  const good = { user_id: user.id, amount: 1, reason: 'x' }
  const post = async (payload: object, headers: Record<string, string> = admin.headers) =>
    (await app.inject({ method: 'POST', url, headers, payload })).json()
  t.match(await post(good, {}), { status: 401, error_code: 'MISSING_TOKEN' })
  t.match(await post(good, user.headers), { status: 403, error_code: 'FORBIDDEN' })
  t.match(await post({ ...good, user_id: newId() }), { status: 404, error_code: 'USER_NOT_FOUND' })
  const nonsense = [
    { user_id: 'x' },
    { amount: 0 },
    { amount: 1.5 },
    { amount: '1' },
    { amount: 1e12 },
    { reason: ' ' },
    { reason: 'a\u0000b' },
  ]
  for (const part of nonsense) t.match(await post({ ...good, ...part }), { error_code: 'VALIDATION_ERROR' })
})
