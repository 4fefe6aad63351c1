import t from 'tap'
import { addDays, daysFrom, endOfMonth, isDay } from './calendar.ts'

t.test('days are added over months, leap days and years', async (t) => {
  t.equal(addDays('2024-02-28', 1), '2024-02-29')
  t.equal(addDays('2026-01-01', -1), '2025-12-31')
  t.same(daysFrom('2026-02-27', '2026-03-01'), ['2026-02-27', '2026-02-28', '2026-03-01'])
  t.same(daysFrom('2026-03-01', '2026-02-27'), [])
  t.same(['2024-02-10', '2026-02-01', '9999-12-31'].map(endOfMonth), [
    '2024-02-29',
    '2026-02-28',
    '9999-12-31',
  ])
})

t.test('no day lies beyond the years of four digits, which sort as texts do', async (t) => {
  t.equal(addDays('9999-12-31', 1), '9999-12-31')
  t.equal(addDays('9999-12-01', 40_000), '9999-12-31')
  t.equal(addDays('0001-01-01', -1), '0001-01-01')
  t.same(daysFrom('9999-12-30', '9999-12-31'), ['9999-12-30', '9999-12-31'])
  t.notOk(isDay('0000-01-01'), 'PostgreSQL knows no such year')
  t.notOk(isDay('2026-02-30'))
})
