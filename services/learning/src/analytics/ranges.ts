import { addDays, daysBetween, endOfMonth } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'

export const TimeRange = Type.Enum(['7d', '30d', '90d', 'all'], { default: '30d' })
type Range = '7d' | '30d' | '90d' | 'all'
const lengths: Readonly<Record<Range, number | undefined>> = { '7d': 7, '30d': 30, '90d': 90, all: undefined }

/** The days of a range that ends today; without a beginning for all of them. */
export function spanOf(range: Range, today: string): { from?: string; to: string } {
  const length = lengths[range]
  return length === undefined ? { to: today } : { from: addDays(today, 1 - length), to: today }
}

/** As many days before a span; undefined for one without a beginning. */
export function before({ from, to }: { from?: string; to: string }) {
  if (from === undefined) return undefined
  const end = addDays(from, -1)
  return { from: addDays(end, -daysBetween(from, to)), to: end }
}

export type Granularity = 'daily' | 'weekly' | 'monthly'

/** The periods that days fall into, each with its first and last day: weeks begin on Monday. */
export function periodOf(day: string, granularity: Granularity): { from: string; to: string } {
  if (granularity === 'daily') return { from: day, to: day }
  if (granularity === 'weekly') {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
    const from = addDays(day, -weekday)
    return { from, to: addDays(from, 6) }
  }
  return { from: `${day.slice(0, 8)}01`, to: endOfMonth(day) }
}

/** Every period from one day to another that is not earlier; the calendar may end with the last. */
export function periodsBetween(from: string, to: string, granularity: Granularity) {
  let period = periodOf(from, granularity)
  const periods = [period]
  while (period.to < to) {
    period = periodOf(addDays(period.to, 1), granularity)
    periods.push(period)
  }
  return periods
}
