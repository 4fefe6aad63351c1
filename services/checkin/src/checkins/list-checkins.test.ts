import type { Test } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

async function withCheckins(t: Test) {
  const started = await startTestApp(t)
  const { headers } = await started.identity.user()
  for (const day of ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-04']) {
    started.clock.now = new Date(`${day}T04:00:00Z`)
    await started.app.inject({ method: 'POST', url: '/api/checkin', headers })
  }
  started.clock.now = new Date('2026-03-05T04:00:00Z')
  const history = async (query: string, as = headers) =>
    (await started.app.inject({ url: `/api/checkin/history${query}`, headers: as })).json()
  return { ...started, history }
}

t.test('a month’s check-ins come newest first, with what a calendar draws', async (t) => {
  const { history } = await withCheckins(t)
  const { data } = await history('?month=2026-03')
  t.same(data.records, [
    { checkin_date: '2026-03-04', lingzhi_earned: 1, streak: 1 },
    { checkin_date: '2026-03-02', lingzhi_earned: 3, streak: 3 },
    { checkin_date: '2026-03-01', lingzhi_earned: 2, streak: 2 },
  ])
  t.match(data.calendar, {
    month: '2026-03',
    today: '2026-03-05',
    first_weekday: 7,
    total_checkins: 3,
    total_earned: 6,
  })
  const states = data.calendar.days.map((day: { state: string }) => day.state)
  t.same(states.slice(0, 6), ['checked', 'checked', 'unchecked', 'checked', 'open', 'future'])
  t.equal(states.length, 31)
  t.same(await history(''), await history('?month=2026-03'), 'this month when none is named')
})

t.test('the older form of the query selects the last days', async (t) => {
  const { history } = await withCheckins(t)
  const dates = async (query: string) =>
    (await history(query)).data.records.map((record: { checkin_date: string }) => record.checkin_date)
  t.same(await dates('?days=4'), ['2026-03-04', '2026-03-02'])
  t.equal((await dates('?days=366')).length, 4)
})

t.test('another user’s history is not shown, and an invalid query is refused', async (t) => {
  const { history, identity } = await withCheckins(t)
  const other = await identity.user()
  t.same((await history('?month=2026-03', other.headers)).data.records, [])
  for (const query of ['?month=2026-13', '?month=0000-01', '?month=x', '?days=0', '?days=367', '?days=x'])
    t.match(await history(query), { status: 400, error_code: 'VALIDATION_ERROR' }, query)
  t.match(await history('', { authorization: 'Bearer x.y.z' }), { error_code: 'INVALID_TOKEN' })
})
