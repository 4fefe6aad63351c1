import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant } from '@lingzhi/contracts/ids'
import { Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { daysFrom } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { mostTalkedOf } from '../mastery/mastery.queries.ts'
import { PointView, toPoint } from '../mastery/mastery-shape.ts'
import { momentsIn } from '../moments.ts'
import { subjectNames } from '../subject-names.ts'
import {
  accuracyOf,
  activityOf as busyness,
  estimatedHoursOf,
  hoursOf,
  ratingOf,
  scoreOf,
  sumOf,
} from './figures.ts'
import { spanOf, TimeRange } from './ranges.ts'
import {
  activityOf,
  countsByDay,
  countsBySubject,
  mostFrequent,
  streaksOf,
  studyDays,
} from './statistics.queries.ts'

const tags = ['progress']
const reading = { onRequest: requireScope('read', 'chat') }
const Count = Type.Integer({ minimum: 0 })
const Figure = Nullable(Type.Number())
export const DayText = Type.String({ format: 'date' })
const pointsTold = 10

const streaks = { current_streak: Count, longest_streak: Count }

const LearningStats = Type.Object(
  {
    total_questions: Count,
    total_sessions: Count,
    total_study_days: Count,
    total_homework: Count,
    total_reviews: Count,
    study_hours: Type.Number(),
    estimated_study_hours: Type.Number(),
    subject_stats: Type.Array(
      Type.Object(
        {
          subject: Subject,
          subject_name: Type.String(),
          question_count: Count,
          review_count: Count,
          study_hours: Type.Number(),
          accuracy: Figure,
          avg_rating: Figure,
        },
        { title: 'SubjectFigures' },
      ),
    ),
    learning_pattern: Type.Object(
      {
        most_active_hour: Nullable(Count),
        most_active_day: Nullable(Count),
        avg_session_length: Figure,
        preferred_difficulty: Nullable(Count),
      },
      { title: 'LearningPattern' },
    ),
    image_questions: Count,
    mistake_count: Count,
    avg_score: Figure,
    avg_rating: Figure,
    accuracy: Figure,
    knowledge_points: Type.Array(PointView),
    study_trend: Type.Array(
      Type.Object({ date: DayText, activity: Count, study_minutes: Type.Number() }, { title: 'StudyDay' }),
    ),
    ...streaks,
    time_range: TimeRange,
    generated_at: instant,
  },
  { title: 'LearningStats' },
)

const UserStats = Type.Object(
  {
    join_date: Nullable(DayText),
    last_login: Nullable(instant),
    homework_count: Count,
    question_count: Count,
    review_count: Count,
    study_days: Count,
    avg_score: Figure,
    error_count: Count,
    study_hours: Type.Number(),
    ...streaks,
  },
  { title: 'LearnerFigures' },
)

type ReadDeps = Pick<Deps, 'db' | 'now'>

/** What was learned in a range of days, in whole and by subject; under two names. */
export function showLearningStats(app: App, { db, now }: ReadDeps, { TIMEZONE }: Pick<Config, 'TIMEZONE'>) {
  const { dayOf } = momentsIn(TIMEZONE)

  const doors = [
    { path: '/api/v1/analytics/learning-stats', summary: 'Show what you learned' },
    { path: '/api/v1/learning/analytics', summary: 'Show what you learned, under its former name' },
  ]
  for (const { path, summary } of doors) {
    app.get(
      path,
      {
        ...reading,
        schema: {
          tags,
          summary,
          description:
            'Study time is measured: pauses of up to 5 minutes count, and 30 seconds after a longer one. What nothing is known of is null.',
          querystring: Type.Object({ time_range: TimeRange }),
          response: { 200: success(LearningStats), ...problems(...userProblems, ValidationFailed) },
        },
      },
      async (request) => {
        const { userId } = request.principal!
        const { time_range } = request.query
        const at = now()
        const today = dayOf(at)
        const span = { userId, ...spanOf(time_range, today) }
        const [subjects, days, hour, difficulty, streak, studied, points] = await Promise.all([
          countsBySubject(db, span),
          countsByDay(db, span),
          mostFrequent(db, span, 'hour'),
          mostFrequent(db, span, 'difficulty'),
          streaksOf(db, userId, today),
          studyDays(db, span),
          mostTalkedOf(db, userId, pointsTold),
        ])
        const sum = sumOf(subjects)
        const data = {
          total_questions: sum.questions,
          total_sessions: sum.sessions,
          total_study_days: studied,
          total_homework: sum.submissions,
          total_reviews: sum.reviews,
          study_hours: hoursOf(sum),
          estimated_study_hours: estimatedHoursOf(sum),
          subject_stats: subjects.map((row) => ({
            subject: row.subject,
            subject_name: inLanguageOf(request, subjectNames[row.subject]),
            question_count: row.questions,
            review_count: row.reviews,
            study_hours: hoursOf(row),
            accuracy: accuracyOf(row),
            avg_rating: ratingOf(row),
          })),
          learning_pattern: {
            most_active_hour: hour ?? null,
            most_active_day: busiestWeekday(days),
            avg_session_length:
              sum.sittings > 0 ? Math.round(sum.active_ms / sum.sittings / 600) / 100 : null,
            preferred_difficulty: difficulty ?? null,
          },
          image_questions: sum.pictured,
          mistake_count: sum.mistakes,
          avg_score: scoreOf(sum),
          avg_rating: ratingOf(sum),
          accuracy: accuracyOf(sum),
          knowledge_points: points.map((row) => toPoint(row, today)),
          study_trend: trendOf(days, span),
          current_streak: streak.current,
          longest_streak: streak.longest,
          time_range,
          generated_at: at.toISOString(),
        }
        return { success: true as const, data }
      },
    )
  }

  app.get(
    '/api/v1/analytics/user/stats',
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show your figures since you began',
        response: { 200: success(UserStats), ...problems(...userProblems) },
      },
    },
    async ({ principal }) => {
      const { userId } = principal!
      const today = dayOf(now())
      const [subjects, streak, studied, { first_day, last_at }] = await Promise.all([
        countsBySubject(db, { userId }),
        streaksOf(db, userId, today),
        studyDays(db, { userId }),
        activityOf(db, userId),
      ])
      const sum = sumOf(subjects)
      const data = {
        join_date: first_day,
        last_login: last_at?.toISOString() ?? null,
        homework_count: sum.submissions,
        question_count: sum.questions,
        review_count: sum.reviews,
        study_days: studied,
        avg_score: scoreOf(sum),
        error_count: sum.mistakes,
        study_hours: hoursOf(sum),
        current_streak: streak.current,
        longest_streak: streak.longest,
      }
      return { success: true as const, data }
    },
  )
}

type Days = Awaited<ReturnType<typeof countsByDay>>

/** 1 for Monday to 7; null where nothing was done. */
function busiestWeekday(days: Days): number | null {
  const sums = Array.from({ length: 7 }, () => 0)
  for (const day of days) {
    const weekday = (new Date(`${day.day}T00:00:00Z`).getUTCDay() + 6) % 7
    sums[weekday] = (sums[weekday] ?? 0) + busyness(day)
  }
  const most = Math.max(...sums)
  return most > 0 ? sums.indexOf(most) + 1 : null
}

/** Every day of a range, with zeros; of all days those on which something was done. */
function trendOf(days: Days, { from, to }: { from?: string | undefined; to: string }) {
  const told = days.map((row) => ({
    date: row.day,
    activity: busyness(row),
    study_minutes: Math.round(row.active_ms / 600) / 100,
  }))
  if (from === undefined) return told
  const known = new Map(told.map((each) => [each.date, each]))
  return daysFrom(from, to).map((date) => known.get(date) ?? { date, activity: 0, study_minutes: 0 })
}
