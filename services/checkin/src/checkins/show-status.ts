import { InvalidToken, MissingToken } from '@lingzhi/contracts/common-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { balanceOf } from '../points/points.queries.ts'
import { calendarDay } from './calendar.ts'
import { findRecord, streakBefore, totalsOf } from './checkins.queries.ts'
import { RewardSchedule, rewardFor, rewardSchedule } from './rewards.ts'

const Status = Type.Object({
  checked_in_today: Type.Boolean(),
  streak: Type.Integer({ description: 'The live streak: it still stands before today’s check-in.' }),
  lingzhi_earned: Type.Integer({ description: 'Earned today; 0 before the check-in.' }),
  total_lingzhi: Type.Integer(),
  next_reward: Type.Integer({ description: 'What the next check-in earns.' }),
  reward_schedule: RewardSchedule,
  longest_streak: Type.Integer(),
  total_checkins: Type.Integer(),
  timezone: Type.String(),
})

export function showStatus(app: App, { db, now }: Pick<Deps, 'db' | 'now'>, { CHECKIN_TIMEZONE }: Config) {
  app.get(
    '/api/checkin/status',
    {
      onRequest: requireUser,
      schema: {
        tags: ['check-in'],
        summary: 'Today’s state, streak and next reward',
        security: [{ bearer: [] }],
        response: { 200: success(Status), ...problems(MissingToken, InvalidToken) },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const day = calendarDay(now(), CHECKIN_TIMEZONE)
      const today = await findRecord(db, userId, day)
      const streak = today?.streak ?? (await streakBefore(db, userId, day))
      const { longest, count } = await totalsOf(db, userId)
      const data = {
        checked_in_today: today !== undefined,
        streak,
        lingzhi_earned: today?.lingzhi_earned ?? 0,
        total_lingzhi: await balanceOf(db, userId),
        next_reward: rewardFor(streak + 1),
        reward_schedule: rewardSchedule(streak),
        longest_streak: longest ?? 0,
        total_checkins: count,
        timezone: CHECKIN_TIMEZONE,
      }
      return { success: true as const, data }
    },
  )
}
