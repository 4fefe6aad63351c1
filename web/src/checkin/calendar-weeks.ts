import type { components } from '@lingzhi/api-client'

type Calendar = components['schemas']['MonthCalendar']
export type CalendarDay = components['schemas']['CalendarDay']

/** The days of a month in rows of seven, Monday first; null where a row reaches beyond the month. */
export function weeksOf({ first_weekday, days }: Pick<Calendar, 'first_weekday' | 'days'>) {
  const cells: (CalendarDay | null)[] = [...Array<null>(first_weekday - 1).fill(null), ...days]
  while (cells.length % 7 > 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** The month so many months later, or, negative, earlier: of YYYY-MM. */
export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7)
}
