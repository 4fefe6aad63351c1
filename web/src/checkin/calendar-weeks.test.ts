import t from 'tap'
import { addMonths, weeksOf } from './calendar-weeks.ts'

const month = (first_weekday: number, length: number) => ({
  first_weekday,
  days: Array.from({ length }, (_, day) => ({
    date: `2026-02-${String(day + 1).padStart(2, '0')}`,
    state: 'future' as const,
    lingzhi_earned: 0,
  })),
})

t.test('every day of a month stands once, below its weekday', async (t) => {
  for (let first = 1; first <= 7; first += 1)
    for (const length of [28, 29, 30, 31]) {
      const weeks = weeksOf(month(first, length))
      t.ok(weeks.every((week) => week.length === 7))
      t.equal(weeks.flat().filter(Boolean).length, length)
      t.equal(weeks[0]?.findIndex(Boolean), first - 1)
      t.ok(weeks.at(-1)?.some(Boolean), 'no row is empty')
    }
})

t.test('months go on over the turn of a year', async (t) => {
  t.equal(addMonths('2026-12', 1), '2027-01')
  t.equal(addMonths('2026-01', -1), '2025-12')
  t.equal(addMonths('2026-03', -15), '2024-12')
})
