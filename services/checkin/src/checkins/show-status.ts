import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { calendarIn } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { findAccount } from './checkins.queries.ts'
import { parseRewards, RewardSchedule, rewardFor, rewardSchedule } from './rewards.ts'
import { isCheckedIn, liveStreak } from './streak.ts'

const Status = Type.Object(
  {
    checked_in_today: Type.Boolean(),
    streak: Type.Integer({
      description: 'The current streak; it is kept until the end of today even without a check-in.',
    }),
    lingzhi_earned: Type.Integer({ description: 'Points earned today; 0 before the check-in.' }),
    total_lingzhi: Type.Integer(),
    next_reward: Type.Integer({ description: 'What the next check-in earns.' }),
    reward_schedule: RewardSchedule,
    longest_streak: Type.Integer(),
    total_checkins: Type.Integer(),
    timezone: Type.String(),
  },
  { title: 'CheckInStatus' },
)

export function showStatus(app: App, { db, now }: Pick<Deps, 'db' | 'now'>, config: Config) {
  const dayOf = calendarIn(config.TIMEZONE)
  const rewards = parseRewards(config.CHECKIN_REWARDS)

  app.get(
    '/api/checkin/status',
    {
      onRequest: requireUser,
      schema: {
        tags: ['check-in'],
        summary: 'Show today’s check-in, the streak and the next reward',
        response: { 200: success(Status), ...problems(...userProblems) },
      },
    },
    async (request) => {
      const account = await findAccount(db, principalOf(request).userId)
      const today = dayOf(now())
      const checkedIn = isCheckedIn(account, today)
      const streak = liveStreak(account, today)
      const data = {
        checked_in_today: checkedIn,
        streak,
        lingzhi_earned: checkedIn ? (account?.lingzhi_earned ?? 0) : 0,
        total_lingzhi: account?.balance ?? 0,
        next_reward: rewardFor(rewards, streak + 1),
        reward_schedule: rewardSchedule(rewards, streak),
        longest_streak: account?.longest_streak ?? 0,
        total_checkins: account?.checkins ?? 0,
        timezone: config.TIMEZONE,
      }
      return { success: true as const, data }
    },
  )
}
