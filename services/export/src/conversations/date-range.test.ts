import { instant } from '@lingzhi/contracts/ids'
import t from 'tap'
import { Value } from 'typebox/value'
import { startOfDay, toInstants } from './date-range.ts'

t.test('a day starts where the calendar of its zone turns', async (t) => {
  const startOf = (day: string, zone: string) => startOfDay(day, zone).toISOString()
  t.equal(startOf('2026-03-01', 'Asia/Shanghai'), '2026-02-28T16:00:00.000Z')
  t.equal(startOf('2026-03-08', 'America/New_York'), '2026-03-08T05:00:00.000Z')
  t.equal(startOf('2026-03-09', 'America/New_York'), '2026-03-09T04:00:00.000Z', 'after clocks went forward')
  t.equal(startOf('2018-11-04', 'America/Sao_Paulo'), '2018-11-04T03:00:00.000Z', 'midnight did not exist')
  t.equal(startOf('2011-12-30', 'Pacific/Apia'), '2011-12-30T10:00:00.000Z', 'the day did not exist')
  t.equal(startOf('2026-01-01', 'Pacific/Kiritimati'), '2025-12-31T10:00:00.000Z')
  t.equal(startOf('2026-01-01', 'Etc/GMT+12'), '2026-01-01T12:00:00.000Z')
})

// PostgreSQL's calendar has no year 0, and ISO 8601 no fifth digit of a year that all understand.
t.test('a range may start before all time and end after it', async (t) => {
  for (const zone of ['Asia/Shanghai', 'America/New_York']) {
    for (const [start_date, end_date] of [
      ['0000-01-01', '9999-12-31'],
      ['0001-01-01', '9999-12-30'],
      ['0999-12-31', '9999-12-31'],
    ] as const) {
      const { from = '', until = '' } = toInstants({ start_date, end_date }, zone)
      t.ok(Value.Check(instant, from) && from > '0001' && from < '2000', `${start_date} in ${zone}: ${from}`)
      t.ok(Value.Check(instant, until) && until > '9000', `${end_date} in ${zone}: ${until}`)
    }
    const { until = '' } = toInstants({ end_date: '0001-01-01' }, zone)
    t.ok(
      Value.Check(instant, until) && until > '0001' && until < '2000',
      `nothing was started until then: ${until}`,
    )
  }
})
