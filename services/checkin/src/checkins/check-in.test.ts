import { listen } from '@lingzhi/bus/listen'
import { CheckinRecorded } from '@lingzhi/contracts/checkin'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('a check-in earns the first reward and returns the next', async (t) => {
  const { app, identity } = await startTestApp(t)
  const { headers } = await identity.user()
  const reply = await app.inject({ method: 'POST', url: '/api/checkin', headers })
  t.equal(reply.statusCode, 200)
  t.match(reply.json(), {
    success: true,
    data: { checkin_date: '2026-03-01', lingzhi_earned: 1, total_lingzhi: 1, streak: 1, next_reward: 2 },
  })
  t.same(reply.json().data.reward_schedule[0], { day: 1, lingzhi: 1, state: 'earned' })
  t.same(reply.json().data.reward_schedule[1], { day: 2, lingzhi: 2, state: 'next' })
})

t.test('a second check-in on the same day is refused with the record of the first', async (t) => {
  const { app, identity } = await startTestApp(t)
  const { headers } = await identity.user()
  await app.inject({ method: 'POST', url: '/api/checkin', headers })
  const reply = await app.inject({ method: 'POST', url: '/api/checkin', headers })
  t.equal(reply.statusCode, 409)
  t.equal(reply.headers['content-type'], 'application/problem+json; charset=utf-8')
  t.match(reply.json(), {
    success: false,
    error_code: 'ALREADY_CHECKED_IN',
    status: 409,
    data: { checkin_date: '2026-03-01', lingzhi_earned: 1 },
  })
})

t.test('rewards follow the table, stay at its last value, and a missed day starts again', async (t) => {
  const { app, identity, clock } = await startTestApp(t)
  const { headers } = await identity.user()
  const earned: number[] = []
  for (const day of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12]) {
    clock.now = new Date(Date.UTC(2026, 2, day, 4))
    const reply = await app.inject({ method: 'POST', url: '/api/checkin', headers })
    earned.push(reply.json().data.lingzhi_earned)
  }
  t.same(earned, [1, 2, 3, 5, 8, 13, 21, 34, 34, 34, 1])
})

t.test('of 200 check-ins at once on two replicas one is rewarded, the others get its record', async (t) => {
  const { app, startReplica, db, identity } = await startTestApp(t)
  const replicas = [app, await startReplica()]
  const { id, headers } = await identity.user()
  const everyone = () =>
    Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        replicas[n % 2]!.inject({ method: 'POST', url: '/api/checkin', headers }),
      ),
    )
  const replies = await everyone()
  const rewarded = replies.filter((reply) => reply.statusCode === 200)
  const refused = replies.filter((reply) => reply.statusCode === 409)
  t.equal(rewarded.length, 1)
  t.equal(refused.length, 199)
  const record = rewarded[0]?.json().data
  const others = [...refused, ...(await everyone())]
  t.ok(others.every((reply) => reply.statusCode === 409))
  t.strictSame(
    new Set(others.map((reply) => JSON.stringify(reply.json().data))),
    new Set([JSON.stringify(record)]),
  )
  const ledger = await db.selectFrom('points_ledger').selectAll().where('user_id', '=', id).execute()
  t.match(ledger, [{ seq: 1, amount: 1, balance: 1 }])
  t.equal(ledger.length, 1)
})

t.test('a clock set back earns nothing twice', async (t) => {
  const { app, identity, clock } = await startTestApp(t)
  const { headers } = await identity.user()
  await app.inject({ method: 'POST', url: '/api/checkin', headers })
  clock.now = new Date('2026-02-28T04:00:00Z')
  const reply = await app.inject({ method: 'POST', url: '/api/checkin', headers })
  t.match(reply.json(), { status: 409, data: { checkin_date: '2026-03-01', total_lingzhi: 1 } })
})

t.test('the reward table is a setting', async (t) => {
  const { app, identity } = await startTestApp(t, { CHECKIN_REWARDS: '10, 20' })
  const { headers } = await identity.user()
  const reply = await app.inject({ method: 'POST', url: '/api/checkin', headers })
  t.match(reply.json().data, {
    lingzhi_earned: 10,
    next_reward: 20,
    reward_schedule: [{ lingzhi: 10 }, { lingzhi: 20 }],
  })
})

t.test('a check-in publishes its fact once', async (t) => {
  const { app, bus, identity } = await startTestApp(t)
  const user = await identity.user()
  const facts: string[] = []
  const consumption = await listen(
    bus,
    CheckinRecorded,
    'test',
    async ({ data }) => void facts.push(data.user_id),
  )
  t.teardown(() => consumption.close())
  await app.inject({ method: 'POST', url: '/api/checkin', headers: user.headers })
  await eventually(async () => facts.length > 0)
  t.same(facts, [user.id])
})

t.test('a check-in without a token, or with a bad one, is refused', async (t) => {
  const { app } = await startTestApp(t)
  const none = await app.inject({ method: 'POST', url: '/api/checkin' })
  t.match(none.json(), { status: 401, error_code: 'MISSING_TOKEN' })
  const bad = await app.inject({
    method: 'POST',
    url: '/api/checkin',
    headers: { authorization: 'Bearer x.y.z' },
  })
  t.match(bad.json(), { status: 401, error_code: 'INVALID_TOKEN' })
})
