import type { UsageDay } from './usage.queries.ts'

/** The API leaves days without any use out; a chart that did so too would show a gap as a neighbour. */
export function everyDay(known: readonly UsageDay[], days: number, today: string): UsageDay[] {
  const byDate = new Map(known.map((day) => [day.date, day]))
  return Array.from({ length: days }, (_, back) => {
    const date = daysBefore(today, days - 1 - back)
    return byDate.get(date) ?? nothingOn(date)
  })
}

/** The date in that time zone, as the API writes it. */
export const dateIn = (timezone: string, at = new Date()): string =>
  // The Swedes write dates as ISO 8601 does.
  new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' }).format(at)

const nothingOn = (date: string): UsageDay => ({
  date,
  sessions: 0,
  messages: 0,
  answers: 0,
  tokens: { prompt: 0, completion: 0, total: 0 },
  cost: 0,
})

function daysBefore(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - days)
  return at.toISOString().slice(0, 10)
}
