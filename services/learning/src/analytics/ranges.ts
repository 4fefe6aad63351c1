import { addDays, daysBetween } from '@lingzhi/runtime/calendar'
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
  const from = `${day.slice(0, 8)}01`
  return { from, to: addDays(`${addDays(from, 31).slice(0, 8)}01`, -1) }
}

/** Every period from one day to another. */
export function periodsBetween(from: string, to: string, granularity: Granularity) {
  const periods: { from: string; to: string }[] = []
  for (let day = from; day <= to; ) {
    const period = periodOf(day, granularity)
    periods.push(period)
    day = addDays(period.to, 1)
  }
  return periods
}
