import { InvalidToken, MissingToken, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { calendarDay } from './calendar.ts'
import { recordsOfMonth } from './checkins.queries.ts'

const Query = Type.Object({
  month: Type.Optional(
    Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description: 'YYYY-MM; this month when left out.' }),
  ),
})

const Records = Type.Object({
  records: Type.Array(
    Type.Object({
      checkin_date: Type.String({ format: 'date' }),
      lingzhi_earned: Type.Integer(),
      streak: Type.Integer(),
    }),
  ),
})

export function listCheckins(app: App, { db, now }: Pick<Deps, 'db' | 'now'>, { CHECKIN_TIMEZONE }: Config) {
  app.get(
    '/api/checkin/history',
    {
      onRequest: requireUser,
      schema: {
        tags: ['check-in'],
        summary: 'The check-ins of one month, newest first',
        security: [{ bearer: [] }],
        querystring: Query,
        response: { 200: success(Records), ...problems(MissingToken, InvalidToken, ValidationFailed) },
      },
    },
    async (request) => {
      const month = request.query.month ?? calendarDay(now(), CHECKIN_TIMEZONE).slice(0, 7)
      const records = await recordsOfMonth(db, principalOf(request).userId, month)
      return { success: true as const, data: { records } }
    },
  )
}
