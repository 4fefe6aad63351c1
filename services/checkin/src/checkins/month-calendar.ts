import type { Static } from 'typebox'
import { Type } from 'typebox'
import { weekdayOf } from './calendar.ts'

/** The data of a calendar view: one cell a day, and the weekday on which the month starts. */
export const MonthCalendar = Type.Object(
  {
    month: Type.String(),
    today: Type.String({ format: 'date' }),
    first_weekday: Type.Integer({
      minimum: 1,
      maximum: 7,
      description: 'Weekday of the 1st; 1 is Monday (ISO 8601).',
    }),
    total_checkins: Type.Integer(),
    total_earned: Type.Integer(),
    days: Type.Array(
      Type.Object(
        {
          date: Type.String({ format: 'date' }),
          state: Type.Enum(['checked', 'unchecked', 'open', 'future'], {
            description: 'open: today, without a check-in so far.',
          }),
          lingzhi_earned: Type.Integer(),
        },
        { title: 'CalendarDay' },
      ),
    ),
  },
  { title: 'MonthCalendar' },
)

export function monthCalendar(
  dates: string[],
  records: { checkin_date: string; lingzhi_earned: number }[],
  today: string,
): Static<typeof MonthCalendar> {
  const earned = new Map(records.map((record) => [record.checkin_date, record.lingzhi_earned]))
  const first = dates[0] ?? today
  return {
    month: first.slice(0, 7),
    today,
    first_weekday: weekdayOf(first),
    total_checkins: records.length,
    total_earned: records.reduce((sum, record) => sum + record.lingzhi_earned, 0),
    days: dates.map((date) => {
      const lingzhi = earned.get(date)
      const state =
        lingzhi !== undefined ? 'checked' : date < today ? 'unchecked' : date > today ? 'future' : 'open'
      return { date, state, lingzhi_earned: lingzhi ?? 0 }
    }),
  }
}
