import { language } from './language.ts'

const locale = () => (language() === 'zh' ? 'zh-CN' : 'en-GB')

const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>()

/** Making a format costs some 50 µs; a long table asks for the same one hundreds of times. */
function cached<F extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  kind: string,
  make: (locale: string) => F,
): F {
  const name = `${locale()} ${kind}`
  const known = formats.get(name)
  if (known) return known as F
  const made = make(locale())
  formats.set(name, made)
  return made
}

/** 12,345 */
export const count = (value: number) => cached('count', (at) => new Intl.NumberFormat(at)).format(value)

/** Three digits of whatever size: 12.3K, 1.23万, 0.00012 */
export const shortCount = (value: number) =>
  cached(
    'short',
    (at) => new Intl.NumberFormat(at, { notation: 'compact', maximumSignificantDigits: 3 }),
  ).format(value)

/** Points of a comparison, with at most two decimals: 3, 0.82 */
export const points = (value: number) =>
  cached('points', (at) => new Intl.NumberFormat(at, { maximumFractionDigits: 2 })).format(value)

/** Money in the currency of the deployment's prices, which the API does not name; up to six decimals: 0.000123 */
export const money = (value: number) =>
  cached(
    'money',
    (at) => new Intl.NumberFormat(at, { maximumFractionDigits: 6, minimumFractionDigits: 2 }),
  ).format(value)

/** 29 Nov 2026 */
export const day = (at: string | Date) =>
  cached('day', (where) => new Intl.DateTimeFormat(where, { dateStyle: 'medium' })).format(new Date(at))

/** 29 Nov 2026, 14:05; where the reader is, or in another zone. */
export const moment = (at: string | Date, timeZone?: string) =>
  cached(
    `moment ${timeZone}`,
    (where) => new Intl.DateTimeFormat(where, { dateStyle: 'medium', timeStyle: 'short', timeZone }),
  ).format(new Date(at))

/** 29 Nov 2026, of a calendar date as the API tells it, YYYY-MM-DD: the same day wherever the reader is. */
export const dateAlone = (date: string) =>
  cached('date', (where) => new Intl.DateTimeFormat(where, { dateStyle: 'medium', timeZone: 'UTC' })).format(
    new Date(date),
  )

/** November 2026, of YYYY-MM. */
export const monthName = (month: string) =>
  cached(
    'month',
    (where) => new Intl.DateTimeFormat(where, { year: 'numeric', month: 'long', timeZone: 'UTC' }),
  ).format(new Date(month))

/** Mon, of 1 to 7: Monday is 1 (ISO 8601). */
export const weekdayName = (weekday: number, length: 'narrow' | 'long') =>
  cached(`weekday ${length}`, (where) => new Intl.DateTimeFormat(where, { weekday: length, timeZone: 'UTC' }))
    // The 1st of that month was a Monday.
    .format(Date.UTC(2024, 0, weekday))

/** China Standard Time, of Asia/Shanghai. */
export const zoneName = (timeZone: string) =>
  cached(
    `zone ${timeZone}`,
    (where) => new Intl.DateTimeFormat(where, { timeZone, timeZoneName: 'longGeneric' }),
  )
    .formatToParts(0)
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone

/** 14:05 */
export const clock = (at: string | Date) =>
  cached('clock', (where) => new Intl.DateTimeFormat(where, { timeStyle: 'short' })).format(new Date(at))

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** 3 minutes ago, yesterday; a date once it is more than a week away. */
export function ago(at: string | Date, now = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1_000
  if (Math.abs(seconds) > 7 * 86_400) return day(at)
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
  return cached('ago', (where) => new Intl.RelativeTimeFormat(where, { numeric: 'auto' })).format(
    Math.trunc(seconds / length),
    unit,
  )
}

/** 1.5 MB, of 1,000 bytes a kilobyte. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1)
  const value = size / 1_000 ** step
  return `${cached('bytes', (at) => new Intl.NumberFormat(at, { maximumFractionDigits: 1 })).format(value)} ${units[step]}`
}

/** 850 ms, 12.3 s, 4 min 10 s */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`
}
