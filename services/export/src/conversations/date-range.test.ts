import t from 'tap'
import { startOfDay } from './date-range.ts'

t.test('a day begins where the calendar of its zone turns', async (t) => {
  const begins = (day: string, zone: string) => startOfDay(day, zone).toISOString()
  t.equal(begins('2026-03-01', 'Asia/Shanghai'), '2026-02-28T16:00:00.000Z')
  t.equal(begins('2026-03-08', 'America/New_York'), '2026-03-08T05:00:00.000Z')
  t.equal(begins('2026-03-09', 'America/New_York'), '2026-03-09T04:00:00.000Z', 'after clocks went forward')
  t.equal(begins('2018-11-04', 'America/Sao_Paulo'), '2018-11-04T03:00:00.000Z', 'midnight did not exist')
  t.equal(begins('2011-12-30', 'Pacific/Apia'), '2011-12-30T10:00:00.000Z', 'the day did not exist')
  t.equal(begins('2026-01-01', 'Pacific/Kiritimati'), '2025-12-31T10:00:00.000Z')
  t.equal(begins('2026-01-01', 'Etc/GMT+12'), '2026-01-01T12:00:00.000Z')
})
