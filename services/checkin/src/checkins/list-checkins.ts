import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { month } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { addDays, calendarIn } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { daysOfMonth } from './calendar.ts'
import { recordsBetween } from './checkins.queries.ts'
import { MonthCalendar, monthCalendar } from './month-calendar.ts'

const Query = Type.Object({
  month: Type.Optional(
    Type.String({
      pattern: month,
      description: 'YYYY-MM; defaults to the current month.',
    }),
  ),
  days: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 366,
      description: 'Instead of a month: that many days up to today, without a calendar.',
    }),
  ),
})

const History = Type.Object({
  records: Type.Array(
    Type.Object(
      {
        checkin_date: Type.String({ format: 'date' }),
        lingzhi_earned: Type.Integer(),
        streak: Type.Integer(),
      },
      { title: 'CheckInRecord' },
    ),
  ),
  calendar: Type.Optional(MonthCalendar),
})

export function listCheckins(app: App, { db, now }: Pick<Deps, 'db' | 'now'>, config: Config) {
  const dayOf = calendarIn(config.TIMEZONE)

  app.get(
    '/api/checkin/history',
    {
      onRequest: requireUser,
      schema: {
        tags: ['check-in'],
        summary: 'List the check-ins of a month, newest first, with its calendar',
        querystring: Query,
        response: {
          200: success(History),
          ...problems(ValidationFailed, ...userProblems),
        },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const { month, days } = request.query
      const today = dayOf(now())
      if (days !== undefined && month === undefined) {
        const records = await recordsBetween(db, userId, addDays(today, 1 - days), today)
        return { success: true as const, data: { records } }
      }
      const dates = daysOfMonth(month ?? today.slice(0, 7))
      const records = await recordsBetween(db, userId, dates.at(0) ?? today, dates.at(-1) ?? today)
      return { success: true as const, data: { records, calendar: monthCalendar(dates, records, today) } }
    },
  )
}
