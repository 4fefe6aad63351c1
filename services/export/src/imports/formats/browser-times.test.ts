import t from 'tap'
import { browserTimes } from './browser-times.ts'

const instant = Date.UTC(2026, 2, 9, 4, 5, 6)
/** Some seconds before its answer was there. */
const lastMs = instant + 20_000

t.test(
  'times that a browser wrote are the instants they were, whatever the country and the zone',
  async (t) => {
    for (const [locale, timeZone] of [
      ...[
        ['en-US', 'America/New_York'],
        ['en-GB', 'Europe/London'],
        ['zh-CN', 'Asia/Shanghai'],
        ['zh-TW', 'Asia/Taipei'],
      ],
      ...[
        ['ja-JP', 'Asia/Tokyo'],
        ['ko-KR', 'Asia/Seoul'],
        ['de-DE', 'Europe/Berlin'],
        ['fr-FR', 'Europe/Paris'],
      ],
      ...[
        ['ru-RU', 'Europe/Moscow'],
        ['vi-VN', 'Asia/Ho_Chi_Minh'],
        ['id-ID', 'Asia/Jakarta'],
        ['nl-NL', 'Europe/Amsterdam'],
      ],
      ...[
        ['sv-SE', 'Europe/Stockholm'],
        ['en-CA', 'America/Vancouver'],
        ['fi-FI', 'Europe/Helsinki'],
        ['cs-CZ', 'UTC'],
      ],
      ...[
        ['en-IN', 'Asia/Kolkata'],
        ['en-AU', 'Pacific/Kiritimati'],
        ['es-ES', 'Atlantic/Canary'],
        ['en-US', 'Asia/Kathmandu'],
      ],
    ] as [string, string][]) {
      const write = (ms: number) => new Date(ms).toLocaleString(locale, { timeZone })
      const all = [instant - 40 * 86_400_000, instant - 12 * 3_600_000, instant]
      t.same(browserTimes(all.map(write), lastMs).at(-1), instant, `${locale} ${write(instant)}`)
      // The clock may have been put forward meanwhile.
      t.ok(Math.abs(browserTimes(all.map(write), lastMs)[0]! - all[0]!) <= 3_600_000, locale)
    }
  },
)

t.test(
  'without an instant to hold them against the month comes first, unless there is none of its number',
  async (t) => {
    const of = (...texts: string[]) =>
      browserTimes(texts, undefined).map((at) => at && new Date(at).toISOString())
    t.same(of('3/1/2026, 12:00:00 AM'), ['2026-03-01T00:00:00.000Z'])
    t.same(of('1.3.2026, 12:00:00', '13.3.2026, 12:00:00'), [
      '2026-03-01T12:00:00.000Z',
      '2026-03-13T12:00:00.000Z',
    ])
    t.same(of('1/3/2569 12:00:00', '', 'yesterday', '2026/2/30 12:00:00', '99:99:99 1/1/2026'), [
      ...[undefined, undefined, undefined, undefined, undefined],
    ])
  },
)

t.test('an instant that has nothing to do with them changes no zone', async (t) => {
  t.same(browserTimes(['2026/3/1 12:00:00'], Date.UTC(2027, 0, 1)), [Date.UTC(2026, 2, 1, 12)])
})
