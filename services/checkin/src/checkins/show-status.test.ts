import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('before the first check-in the status promises the first reward', async (t) => {
  const { app, identity } = await startTestApp(t)
  const { headers } = await identity.user()
  const reply = await app.inject({ url: '/api/checkin/status', headers })
  t.match(reply.json().data, {
    checked_in_today: false,
    streak: 0,
    lingzhi_earned: 0,
    total_lingzhi: 0,
    next_reward: 1,
    longest_streak: 0,
    total_checkins: 0,
    timezone: 'Asia/Shanghai',
  })
  t.equal((await app.inject({ url: '/api/checkin/status' })).json().error_code, 'MISSING_TOKEN')
})

t.test('a streak lasts through the next day, is gone after it, and the longest stays', async (t) => {
  const { app, identity, clock } = await startTestApp(t)
  const { headers } = await identity.user()
  const statusOn = async (day: number) => {
    clock.now = new Date(Date.UTC(2026, 2, day, 4))
    return (await app.inject({ url: '/api/checkin/status', headers })).json().data
  }
  for (const day of [1, 2, 3]) {
    clock.now = new Date(Date.UTC(2026, 2, day, 4))
    await app.inject({ method: 'POST', url: '/api/checkin', headers })
  }
  const standing = { total_lingzhi: 6, longest_streak: 3, total_checkins: 3 }
  t.match(await statusOn(3), {
    ...standing,
    checked_in_today: true,
    streak: 3,
    lingzhi_earned: 3,
    next_reward: 5,
  })
  t.match(await statusOn(4), {
    ...standing,
    checked_in_today: false,
    streak: 3,
    lingzhi_earned: 0,
    next_reward: 5,
  })
  t.match(await statusOn(5), { ...standing, checked_in_today: false, streak: 0, next_reward: 1 })
})
