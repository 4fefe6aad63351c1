import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Guidance, Subject } from '@lingzhi/contracts/learning'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, storableNotBlank } from '@lingzhi/contracts/shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope, requireSession } from '@lingzhi/identity/identify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { beginRescheduling, requestReschedule } from '../reviews/reschedule-cards.ts'
import { rescheduleOf } from '../reviews/reschedules.queries.ts'
import { algorithms } from '../schedule/history.ts'
import { DailyGoalTargets, usualGoals } from './daily-goals.ts'
import type { LearnerSettings } from './settings.queries.ts'
import { saveSettings, settingsOf } from './settings.queries.ts'

const path = '/api/v1/learning/settings'
const tags = ['learning']

const chosen = {
  grade_level: Nullable(Type.Integer({ minimum: 1, maximum: 12 })),
  subjects: Type.Array(Subject, { maxItems: 10, uniqueItems: true }),
  guidance: Nullable(Guidance),
  scheduler: Type.Enum([...algorithms]),
  retention: Type.Number({ minimum: 0.8, maximum: 0.97 }),
  weak_points: Type.Array(Type.String({ minLength: 1, maxLength: 60, pattern: storableNotBlank }), {
    maxItems: 5,
    uniqueItems: true,
  }),
  daily_goals: DailyGoalTargets,
}

const Rescheduling = Type.Object(
  { done: Type.Integer({ minimum: 0 }), total: Type.Integer({ minimum: 0 }) },
  { title: 'Rescheduling' },
)
const Settings = Type.Object(
  { ...chosen, effective_guidance: Guidance, rescheduling: Nullable(Rescheduling) },
  { title: 'LearnerSettings' },
)
const Change = Type.Partial(Type.Object(chosen), { title: 'LearnerSettingsChange' })

type Settled = Pick<Deps, 'db' | 'now'>

export function showSettings(app: App, { db }: Settled, config: Config) {
  app.get(
    path,
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags,
        summary: 'Show how the tutor helps you',
        response: { 200: success(Settings), ...problems(...userProblems) },
      },
    },
    async ({ principal }) => {
      const { userId } = principal!
      return told(await settingsOf(db, userId), config, await rescheduleOf(db, userId))
    },
  )
}

export function changeSettings(app: App, { db, now }: Settled, config: Config) {
  app.put(
    path,
    {
      onRequest: requireSession,
      schema: {
        tags,
        summary: 'Choose how the tutor helps you',
        description:
          'Members left out keep their values. Another way of scheduling folds every card anew: what is not done at once goes on by itself, told by `rescheduling`.',
        body: Change,
        response: { 200: success(Settings), ...problems(ValidationFailed, ...userProblems) },
      },
    },
    async ({ principal, body }) => {
      // Members of other names are none of ours.
      const { grade_level, subjects, guidance, weak_points, scheduler, retention } = body
      const { daily_goals } = body
      const change = {
        ...(grade_level !== undefined && { grade_level }),
        ...(subjects && { subjects }),
        ...(guidance !== undefined && { guidance }),
        ...(scheduler && { scheduler }),
        ...(retention !== undefined && { retention }),
        ...(weak_points && { weak_points }),
        ...(daily_goals && { daily_goals }),
      }
      const { userId } = principal!
      const settings = await transact(db, async (trx) => {
        const saved = await saveSettings(trx, userId, change, now())
        if (scheduler || retention !== undefined) await requestReschedule(trx, userId, now())
        return saved
      })
      if (scheduler || retention !== undefined) await beginRescheduling(db, userId)
      return told(settings, config, await rescheduleOf(db, userId))
    },
  )
}

const told = (
  settings: LearnerSettings,
  { TUTOR_GUIDANCE }: Config,
  rescheduling: Static<typeof Rescheduling> | null,
) => ({
  success: true as const,
  data: {
    ...settings,
    daily_goals: settings.daily_goals ?? usualGoals,
    effective_guidance: settings.guidance ?? TUTOR_GUIDANCE,
    rescheduling,
  },
})
