import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf } from '@lingzhi/identity/identify'
import { addDays, calendarIn, daysBetween, isDay } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { homeworkPath, reading, homeworkTags as tags } from './manage-templates.ts'
import { statsOf } from './stats.queries.ts'
import { fault } from './submission-shape.ts'

const usualDays = 30
const daysMax = 3_660
const Day = (description: string) =>
  Type.Optional(Type.String({ format: 'date', pattern: '^[1-9]', description, examples: ['2026-11-01'] }))
const Count = Type.Integer({ minimum: 0 })
const Percent = Nullable(Type.Number())

const Stats = Type.Object(
  {
    total: Count,
    completed: Count,
    processing: Count,
    needs_review: Count,
    failed: Count,
    average_score: Percent,
    by_subject: Type.Array(
      Type.Object({ subject: Subject, count: Count, average_score: Percent }, { title: 'HomeworkBySubject' }),
    ),
    by_grade: Type.Array(
      Type.Object(
        { grade_level: Nullable(Type.Integer()), count: Count, average_score: Percent },
        { title: 'HomeworkByGrade' },
      ),
    ),
    time_trend: Type.Array(
      Type.Object({ date: Type.String(), count: Count, average_score: Percent }, { title: 'HomeworkTrend' }),
    ),
    recent_performance: Type.Array(
      Type.Object(
        { id: Uuid, title: Type.String(), subject: Subject, overall_score: Percent, submitted_at: instant },
        { title: 'RecentHomework' },
      ),
    ),
    start_date: Type.String(),
    end_date: Type.String(),
  },
  { title: 'HomeworkStats' },
)

/** How much homework there was, and how it went: counted, and empty where there is none. */
export function showHomeworkStats(
  app: App,
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
) {
  const dayOf = calendarIn(TIMEZONE)
  app.get(
    `${homeworkPath}/stats`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Count the homework that you handed in, and its scores',
        description:
          'The last thirty days, or those asked for, both included. Scores are of a hundred; null where nothing is graded.',
        querystring: Type.Object({
          start_date: Day('The first day.'),
          end_date: Day('The last day.'),
          granularity: Type.Enum(['day', 'week', 'month'], {
            default: 'day',
            description: 'How long a period of `time_trend` is.',
          }),
        }),
        response: { 200: success(Stats), ...problems(...userProblems, ValidationFailed) },
      },
    },
    async (request) => {
      const { query } = request
      const end_date = readDay('end_date', query.end_date) ?? dayOf(now())
      const start_date = readDay('start_date', query.start_date) ?? addDays(end_date, 1 - usualDays)
      const span = daysBetween(start_date, end_date)
      if (span < 0 || span > daysMax)
        throw fault('start_date', { zh: '日期范围无效', en: 'is after the last day, or too long before it' })
      const { userId } = principalOf(request)
      const asked = { userId, from: start_date, to: end_date, timeZone: TIMEZONE }
      const stats = await statsOf(db, asked, query.granularity)
      return { success: true as const, data: { ...stats, start_date, end_date } }
    },
  )
}

function readDay(path: string, day: string | undefined): string | undefined {
  if (day !== undefined && !isDay(day)) throw fault(path, { zh: '没有这一天', en: 'is no date' })
  return day
}
