import type { UsageStats } from './account.queries.ts'

export type Measure = 'tokens' | 'cost' | 'answers'

/** The last `days` days until `today`, those without any use among them: a gap would look like time gone by faster. */
export function daysOf(
  perDay: UsageStats['per_day'],
  { days, today }: { days: number; today: string },
): UsageStats['per_day'] {
  const known = new Map(perDay.map((day) => [day.date, day]))
  const last = Date.parse(`${today}T00:00:00Z`)
  return Array.from({ length: days }, (_, at) => {
    const date = new Date(last - (days - 1 - at) * 86_400_000).toISOString().slice(0, 10)
    const nothing = { sessions: 0, messages: 0, answers: 0, cost: 0 }
    return known.get(date) ?? { date, ...nothing, tokens: { prompt: 0, completion: 0, total: 0 } }
  })
}

export const measured = (
  one: { answers: number; cost: number; tokens: { total: number } },
  measure: Measure,
): number => (measure === 'tokens' ? one.tokens.total : one[measure])

/** Today as the platform counts days: 2026-11-29. */
export const todayIn = (timeZone: string, now = new Date()): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    now,
  )
