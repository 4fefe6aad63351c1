import { daysFrom, endOfMonth } from '@lingzhi/runtime/calendar'

/** All dates of a month (YYYY-MM), first to last. */
export const daysOfMonth = (month: string): string[] => daysFrom(`${month}-01`, endOfMonth(`${month}-01`))

/** ISO 8601: 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7
