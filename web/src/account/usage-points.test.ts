import t from 'tap'
import { daysOf, measured, todayIn } from './usage-points.ts'

const used = {
  date: '2026-02-28',
  sessions: 1,
  messages: 4,
  answers: 2,
  cost: 0.5,
  tokens: { prompt: 3, completion: 4, total: 7 },
}

t.test('every day is there, also over the end of a month, and the last is today', async (t) => {
  const days = daysOf([used], { days: 4, today: '2026-03-02' })
  t.same(
    days.map(({ date, answers }) => [date, answers]),
    [
      ['2026-02-27', 0],
      ['2026-02-28', 2],
      ['2026-03-01', 0],
      ['2026-03-02', 0],
    ],
  )
})

t.test('a day is measured by what was asked for', async (t) => {
  t.equal(measured(used, 'tokens'), 7)
  t.equal(measured(used, 'cost'), 0.5)
  t.equal(measured(used, 'answers'), 2)
})

t.test('today is the day of the platform, wherever the reader is', async (t) => {
  const late = new Date('2026-11-28T20:00:00Z')
  t.equal(todayIn('Asia/Shanghai', late), '2026-11-29')
  t.equal(todayIn('UTC', late), '2026-11-28')
})
