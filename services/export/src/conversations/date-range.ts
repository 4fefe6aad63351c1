import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { dayMs } from '@lingzhi/runtime/time'
import { Type } from 'typebox'

export const dateRange = {
  start_date: Type.Optional(Type.String({ format: 'date', description: 'First day, YYYY-MM-DD.' })),
  end_date: Type.Optional(Type.String({ format: 'date', description: 'Last day, inclusive.' })),
}

export interface DateRange {
  start_date?: string
  end_date?: string
}

/** No conversation is older than the first or newer than the last; the days next to them are still valid dates. */
const [dayMin, dayMax] = ['1970-01-02', '9999-12-29']
const within = (day: string) => (day < dayMin ? dayMin : day > dayMax ? dayMax : day)

/** The instants [from, until) of inclusive days in a zone; a range that ends before it starts is a fault. */
export function toInstants({ start_date, end_date }: DateRange, timeZone: string) {
  if (start_date && end_date && start_date > end_date) {
    const message = { zh: '不能晚于 end_date', en: 'is after end_date' }
    throw ValidationFailed({
      errors: [{ path: 'start_date', message }],
      detail: { zh: `start_date：${message.zh}`, en: `start_date: ${message.en}` },
    })
  }
  return {
    ...(start_date && { from: startOfDay(within(start_date), timeZone).toISOString() }),
    ...(end_date && { until: startOfDay(dayAfter(within(end_date)), timeZone).toISOString() }),
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)
}

/**
 * The first instant whose calendar date in the zone is that day or later. Found by bisection, because midnight
 * may not exist (clocks turned at midnight) or the whole day may not (a zone that moved over the date line).
 */
export function startOfDay(day: string, timeZone: string): Date {
  const calendar = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const utc = Date.parse(`${day}T00:00:00Z`)
  // Zones lie between UTC-12 and UTC+14; a skipped day adds one.
  let before = utc - dayMs
  let reached = utc + 2 * dayMs
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2)
    if (calendar.format(middle) >= day) reached = middle
    else before = middle
  }
  return new Date(reached)
}
