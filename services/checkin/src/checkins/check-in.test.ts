import { listen } from '@lingzhi/bus/listen'
import { CheckinRecorded } from '@lingzhi/contracts/checkin'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('a check-in earns the first reward and tells the next', async (t) => {
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

t.test('of many check-ins at once one is rewarded', async (t) => {
  const { app, identity } = await startTestApp(t)
  const { headers } = await identity.user()
  const replies = await Promise.all(
    Array.from({ length: 40 }, () => app.inject({ method: 'POST', url: '/api/checkin', headers })),
  )
  const statuses = replies.map((reply) => reply.statusCode).sort()
  t.same(statuses, [200, ...Array(39).fill(409)])
  const status = await app.inject({ url: '/api/checkin/status', headers })
  t.equal(status.json().data.total_lingzhi, 1)
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

t.test('without a token, or with a bad one, nobody checks in', async (t) => {
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
