import t from 'tap'
import { startTestApp } from '../test-app.ts'

/** Checks in at instants of Shanghai's clock, and returns status, day, reward and streak of each. */
async function checkInAt(t: Parameters<typeof startTestApp>[0], instants: string[]) {
  const { app, identity, clock } = await startTestApp(t)
  const { headers } = await identity.user()
  const seen: string[] = []
  for (const instant of instants) {
    clock.now = new Date(`${instant}+08:00`)
    const reply = await app.inject({ method: 'POST', url: '/api/checkin', headers })
    const { checkin_date, lingzhi_earned, streak } = reply.json().data
    seen.push(
      [reply.statusCode, checkin_date, ...(reply.statusCode === 200 ? [lingzhi_earned, streak] : [])].join(
        ' ',
      ),
    )
  }
  const ledger = await app.inject({ url: '/api/points/ledger', headers })
  return { seen, ledger: ledger.json().data }
}

t.test('a day ends at midnight of the zone, to the millisecond, wherever UTC stands', async (t) => {
  const { seen, ledger } = await checkInAt(t, [
    ...['2026-03-01T07:59:00', '2026-03-01T08:01:00', '2026-03-01T23:59:59.999'],
    ...['2026-03-02T00:00:00.000', '2026-03-02T00:30:00', '2026-03-03T23:59:59.999', '2026-03-04T00:00:00'],
  ])
  t.same(seen, [
    ...['200 2026-03-01 1 1', '409 2026-03-01', '409 2026-03-01'],
    ...['200 2026-03-02 2 2', '409 2026-03-02', '200 2026-03-03 3 3', '200 2026-03-04 5 4'],
  ])
  t.equal(ledger.timezone, 'Asia/Shanghai')
  t.match(ledger.entries.at(-2), { created_at: '2026-03-01T16:00:00.000Z' }, 'an instant, in UTC')
})

t.test('29 February is a day like any other, and its absence breaks no streak', async (t) => {
  const leap = await checkInAt(t, [
    '2028-02-28T12:00:00',
    '2028-02-29T00:00:00',
    '2028-02-29T23:59:59',
    '2028-03-01T00:00:00',
  ])
  t.same(leap.seen, ['200 2028-02-28 1 1', '200 2028-02-29 2 2', '409 2028-02-29', '200 2028-03-01 3 3'])
  const usual = await checkInAt(t, ['2026-02-28T23:59:59', '2026-03-01T00:00:00'])
  t.same(usual.seen, ['200 2026-02-28 1 1', '200 2026-03-01 2 2'])
  const missed = await checkInAt(t, ['2028-02-28T12:00:00', '2028-03-01T00:00:00'])
  t.same(missed.seen, ['200 2028-02-28 1 1', '200 2028-03-01 1 1'], '29 February was missed')
})
