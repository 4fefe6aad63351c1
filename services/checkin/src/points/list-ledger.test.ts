import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('pages hold every entry once, newest first, also while new ones arrive', async (t) => {
  const { app, identity, clock } = await startTestApp(t)
  const { headers } = await identity.user()
  const checkInOn = async (day: number) => {
    clock.now = new Date(Date.UTC(2026, 2, day, 4))
    await app.inject({ method: 'POST', url: '/api/checkin', headers })
  }
  for (const day of [1, 2, 3, 4, 5]) await checkInOn(day)
  const page = async (query: string) =>
    (await app.inject({ url: `/api/points/ledger${query}`, headers })).json().data
  const first = await page('?limit=2')
  t.match(first.entries, [
    {
      kind: 'checkin',
      amount: 8,
      balance: 19,
      reason: '连续签到第 5 天',
      created_at: '2026-03-05T04:00:00.000Z',
    },
    { kind: 'checkin', amount: 5, balance: 11 },
  ])
  await checkInOn(6)
  const second = await page(`?limit=2&cursor=${first.next_cursor}`)
  const third = await page(`?limit=2&cursor=${second.next_cursor}`)
  t.match(second.entries, [{ balance: 6 }, { balance: 3 }])
  t.match(third, { entries: [{ balance: 1 }], next_cursor: null })
})

t.test('a ledger is its owner’s, and nonsense is refused', async (t) => {
  const { app, identity } = await startTestApp(t)
  const owner = await identity.user()
  const other = await identity.user()
  await app.inject({ method: 'POST', url: '/api/checkin', headers: owner.headers })
  const get = async (query: string, headers: Record<string, string> = other.headers) =>
    (await app.inject({ url: `/api/points/ledger${query}`, headers })).json()
  t.same((await get('')).data, { entries: [], next_cursor: null, timezone: 'Asia/Shanghai' })
  t.match(await get('', {}), { status: 401 })
  t.match(await get('?limit=101'), { status: 400, error_code: 'VALIDATION_ERROR' })
  t.match(await get('?cursor=nonsense'), { status: 400, error_code: 'BAD_CURSOR' })
})
