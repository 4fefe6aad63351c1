import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { addDays, daysBetween, isDay } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { DayCounts } from '../events/count-events.ts'
import { momentsIn } from '../moments.ts'
import { accuracyOf, activityOf, minutesOf, scoreOf, shareOf, sumOf } from './figures.ts'
import type { Granularity } from './ranges.ts'
import { periodOf, periodsBetween } from './ranges.ts'
import { DayText } from './show-learning-stats.ts'
import { countsByDay, countsBySubject, streaksOf } from './statistics.queries.ts'

const tags = ['progress']
const reading = { onRequest: requireScope('read', 'chat') }
const Count = Type.Integer({ minimum: 0 })
const Figure = Nullable(Type.Number())
const DayAsked = Type.Optional(Type.String({ format: 'date', pattern: '^[1-9]' }))
const usualDays = 30
/** So long a time in steps of each kind: a reply has a few hundred at most. */
const daysMax: Readonly<Record<Granularity, number>> = { daily: 400, weekly: 2_800, monthly: 12_000 }

const figures = {
  study_duration: Type.Number(),
  question_count: Count,
  homework_count: Count,
  review_count: Count,
  mistake_count: Count,
  accuracy_rate: Figure,
  avg_score: Figure,
}
const Figures = Type.Object(figures, { title: 'PeriodFigures' })
const Period = Type.Object(
  { period: Type.String(), start_date: DayText, end_date: DayText, completion_rate: Figure, ...figures },
  { title: 'ProgressPeriod' },
)

const told = (counts: DayCounts) => ({
  study_duration: minutesOf(counts),
  question_count: counts.questions,
  homework_count: counts.submissions,
  review_count: counts.reviews,
  mistake_count: counts.mistakes,
  accuracy_rate: accuracyOf(counts),
  avg_score: scoreOf(counts),
})

/** Progress in time: by periods, of a day, of a week. */
export function showProgress(
  app: App,
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
) {
  const { dayOf } = momentsIn(TIMEZONE)

  app.get(
    '/api/v1/analytics/learning-progress',
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show your progress by days, weeks or months',
        description:
          'The last 30 days unless dates are given. Every period is told, also one with nothing in it.',
        querystring: Type.Object({
          start_date: DayAsked,
          end_date: DayAsked,
          granularity: Type.Enum(['daily', 'weekly', 'monthly'], { default: 'daily' }),
        }),
        response: {
          200: success(
            Type.Object(
              { granularity: Type.String(), periods: Type.Array(Period), summary: Figures },
              { title: 'LearningProgress' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async ({ query, principal }) => {
      const { granularity } = query
      const { from, to } = datesOf(query, dayOf(now()), daysMax[granularity])
      const days = await countsByDay(db, { userId: principal!.userId, from, to })
      const byPeriod = Map.groupBy(days, ({ day }) => periodOf(day, granularity).from)
      const periods = periodsBetween(from, to, granularity).map((period) => {
        const own = byPeriod.get(period.from) ?? []
        const [first, last] = [max(period.from, from), min(period.to, to)]
        return {
          ...{ period: period.from, start_date: first, end_date: last },
          completion_rate: shareOf(
            own.filter((day) => activityOf(day) > 0).length,
            daysBetween(first, last) + 1,
          ),
          ...told(sumOf(own)),
        }
      })
      return { success: true as const, data: { granularity, periods, summary: told(sumOf(days)) } }
    },
  )

  app.get(
    '/api/v1/learning/stats/daily',
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show what you did on a day',
        querystring: Type.Object({ date: DayAsked }),
        response: {
          200: success(
            Type.Object(
              {
                date: DayText,
                ...figures,
                current_streak: Count,
                subjects: Type.Array(Type.Object({ subject: Subject, ...figures }, { title: 'SubjectDay' })),
              },
              { title: 'DayStats' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async ({ query, principal }) => {
      const { userId } = principal!
      const today = dayOf(now())
      const { to: date } = datesOf({ end_date: query.date }, today, 1, 'date')
      const [subjects, streaks] = await Promise.all([
        countsBySubject(db, { userId, from: date, to: date }),
        streaksOf(db, userId, today),
      ])
      const data = {
        date,
        ...told(sumOf(subjects)),
        current_streak: streaks.current,
        subjects: subjects.map((row) => ({ subject: row.subject, ...told(row) })),
      }
      return { success: true as const, data }
    },
  )

  app.get(
    '/api/v1/learning/stats/weekly',
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show the seven days up to a day, beside the seven before',
        querystring: Type.Object({ date: DayAsked }),
        response: {
          200: success(
            Type.Object(
              {
                start_date: DayText,
                end_date: DayText,
                days: Type.Array(Type.Object({ date: DayText, ...figures }, { title: 'DayOfWeek' })),
                total: Figures,
                previous: Figures,
              },
              { title: 'WeekStats' },
            ),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async ({ query, principal }) => {
      const { to } = datesOf({ end_date: query.date }, dayOf(now()), 14, 'date')
      const from = addDays(to, -6)
      const rows = await countsByDay(db, { userId: principal!.userId, from: addDays(to, -13), to })
      const days = periodsBetween(from, to, 'daily').map(({ from: date }) => ({
        date,
        ...told(sumOf(rows.filter(({ day }) => day === date))),
      }))
      const total = told(sumOf(rows.filter(({ day }) => day >= from)))
      const previous = told(sumOf(rows.filter(({ day }) => day < from)))
      return { success: true as const, data: { start_date: from, end_date: to, days, total, previous } }
    },
  )
}

const max = (one: string, other: string) => (one > other ? one : other)
const min = (one: string, other: string) => (one < other ? one : other)

/** The dates asked for. Raises VALIDATION_ERROR for one that there is not, and for too long a time. */
function datesOf(
  { start_date, end_date }: { start_date?: string | undefined; end_date?: string | undefined },
  today: string,
  longest: number,
  endName = 'end_date',
) {
  const refuse = (path: string, zh: string, en: string) =>
    ValidationFailed({ errors: [{ path, message: { zh, en } }] })
  for (const [path, day] of [['start_date', start_date] as const, [endName, end_date] as const])
    if (day !== undefined && !isDay(day)) throw refuse(path, '没有这一天', 'is no date')
  const to = end_date ?? today
  const from = start_date ?? addDays(to, 1 - Math.min(usualDays, longest))
  if (from > to) throw refuse('start_date', '不能晚于结束日期', 'must not be later than the end')
  if (daysBetween(from, to) >= longest)
    throw refuse('start_date', `最多 ${longest} 天`, `begins more than ${longest} days before the end`)
  return { from, to }
}
