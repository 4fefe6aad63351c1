import t from 'tap'
import { dateIn, everyDay } from './days.ts'
import type { UsageDay } from './usage.queries.ts'

t.test('every day has its place, the last one today, also those without any use', async (t) => {
  const used = { date: '2026-02-28', answers: 3 } as UsageDay
  const days = everyDay([used], 4, '2026-03-02')
  t.same(
    days.map(({ date, answers }) => [date, answers]),
    [
      ['2026-02-27', 0],
      ['2026-02-28', 3],
      ['2026-03-01', 0],
      ['2026-03-02', 0],
    ],
  )
})

t.test('today is the date of the deployment’s time zone, not of the browser', async (t) => {
  const at = new Date('2026-11-28T20:00:00Z')
  t.equal(dateIn('Asia/Shanghai', at), '2026-11-29')
  t.equal(dateIn('America/New_York', at), '2026-11-28')
})
