import t from 'tap'
import { toInstant } from './instants.ts'

t.test('instants are kept to the microsecond, whoever wrote them', async (t) => {
  for (const [written, instant] of [
    ['2026-03-01T04:00:00.123Z', '2026-03-01T04:00:00.123Z'],
    ['2026-03-01T04:00:00.123456Z', '2026-03-01T04:00:00.123456Z'],
    ['2026-03-01T04:00:00.123456789+08:00', '2026-02-28T20:00:00.123456Z'],
    ['2026-03-01 04:00:00', '2026-03-01T04:00:00.000Z'],
    ['2026-02-30T04:00:00.000Z', '2026-03-02T04:00:00.000Z'],
    [1_772_337_600.123_456, '2026-03-01T04:00:00.123456Z'],
    [1_772_337_600_123, '2026-03-01T04:00:00.123Z'],
  ] as const)
    t.equal(toInstant(written), instant, String(written))
})

t.test('what is no instant, or out of range, is none', async (t) => {
  for (const written of [
    'yesterday',
    '',
    '2026-13-01T00:00:00.000Z',
    '9999-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    -1,
    1e15,
    Number.NaN,
    null,
    {},
  ])
    t.equal(toInstant(written), null, String(written))
})
