import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { sumOf } from '../analytics/figures.ts'
import { countsBySubject, streaksOf } from '../analytics/statistics.queries.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { momentsIn } from '../moments.ts'
import { usualGoals } from '../settings/daily-goals.ts'
import { settingsOf } from '../settings/settings.queries.ts'

const Count = Type.Integer({ minimum: 0 })
const Goal = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    type: Type.Enum(['reviews', 'questions', 'minutes']),
    target: Count,
    current: Type.Number({ minimum: 0 }),
    completed: Type.Boolean(),
    progress: Type.Integer({ minimum: 0, maximum: 100 }),
    action_link: Type.String(),
    description: Type.String(),
  },
  { title: 'DailyGoal' },
)

const words = {
  reviews: {
    zh: ['复习错题', '今天复习', '道错题'],
    en: ['Review mistakes', 'Reviews today:', ''],
    link: '/api/v1/mistakes/today-review',
  },
  questions: {
    zh: ['向助教提问', '今天提出', '个问题'],
    en: ['Ask the tutor', 'Questions today:', ''],
    link: '/api/v1/learning/ask',
  },
  minutes: {
    zh: ['专注学习', '今天学习', '分钟'],
    en: ['Study', 'Minutes today:', ''],
    link: '/api/v1/learning/stats/daily',
  },
} as const

/** What a learner wanted to do today, and how far it is. */
export function showDailyGoals(
  app: App,
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { TIMEZONE }: Pick<Config, 'TIMEZONE'>,
) {
  const { dayOf } = momentsIn(TIMEZONE)
  app.get(
    '/api/v1/goals/daily-goals',
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags: ['progress'],
        summary: 'Show your goals of today',
        description: 'Chosen by `daily_goals` of PUT /api/v1/learning/settings; one of 0 is none.',
        response: {
          200: success(
            Type.Object(
              {
                date: Type.String({ format: 'date' }),
                goals: Type.Array(Goal),
                completed_count: Count,
                total_count: Count,
                current_streak: Count,
              },
              { title: 'DailyGoals' },
            ),
          ),
          ...problems(...userProblems),
        },
      },
    },
    async (request) => {
      const { userId } = request.principal!
      const date = dayOf(now())
      const [{ daily_goals }, subjects, streaks] = await Promise.all([
        settingsOf(db, userId),
        countsBySubject(db, { userId, from: date, to: date }),
        streaksOf(db, userId, date),
      ])
      const sum = sumOf(subjects)
      const done = {
        reviews: sum.reviews,
        questions: sum.questions,
        minutes: Math.floor(sum.active_ms / 60_000),
      }
      const targets = daily_goals ?? usualGoals
      const goals = (['reviews', 'questions', 'minutes'] as const)
        .filter((type) => targets[type] > 0)
        .map((type) => {
          const [target, current] = [targets[type], done[type]]
          const { zh, en, link } = words[type]
          return {
            ...{ id: `daily-${type}`, type, target, current },
            title: inLanguageOf(request, { zh: zh[0], en: en[0] }),
            completed: current >= target,
            progress: Math.min(100, Math.floor((current / target) * 100)),
            action_link: link,
            description: inLanguageOf(request, {
              zh: `${zh[1]} ${current}/${target} ${zh[2]}`,
              en: `${en[1]} ${current} of ${target}`,
            }),
          }
        })
      const completed_count = goals.filter(({ completed }) => completed).length
      const data = {
        date,
        goals,
        completed_count,
        total_count: goals.length,
        current_streak: streaks.current,
      }
      return { success: true as const, data }
    },
  )
}
