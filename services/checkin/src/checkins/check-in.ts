import { InvalidToken, ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { counter } from '@lingzhi/metrics/instruments'
import { calendarIn } from '@lingzhi/runtime/calendar'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { findAccount } from './checkins.queries.ts'
import { gatherCheckins } from './gather-checkins.ts'
import type { Rewards } from './rewards.ts'
import { parseRewards, RewardSchedule, rewardFor, rewardSchedule } from './rewards.ts'

const checkins = counter(
  'lingzhi_checkins_total',
  'Check-ins: recorded, or refused as the second of a day.',
  ['outcome'],
)

const Checkin = Type.Object(
  {
    checkin_date: Type.String({ format: 'date' }),
    lingzhi_earned: Type.Integer(),
    total_lingzhi: Type.Integer(),
    streak: Type.Integer(),
    next_reward: Type.Integer(),
    reward_schedule: RewardSchedule,
  },
  { title: 'CheckIn' },
)

export const AlreadyCheckedIn = problem('ALREADY_CHECKED_IN', 409, {
  zh: '今天已经签到过了',
  en: 'You have already checked in today.',
  check: 'The date in the time zone TIMEZONE: one check-in per calendar day.',
  data: Checkin,
})

export function checkIn(app: App, { db, outbox, now }: Pick<Deps, 'db' | 'outbox' | 'now'>, config: Config) {
  const dayOf = calendarIn(config.TIMEZONE)
  const rewards = parseRewards(config.CHECKIN_REWARDS)
  const recordCheckin = gatherCheckins(db, rewards)

  app.post(
    '/api/checkin',
    {
      onRequest: requireScope('chat'),
      schema: {
        tags: ['check-in'],
        summary: 'Check in for today',
        description:
          'Once per calendar day in the configured time zone. A second check-in is refused, with the same record in `data`.',
        response: {
          200: success(Checkin),
          ...problems(...userProblems, AlreadyCheckedIn, ServiceUnavailable),
        },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const at = now()
      const { id: correlationId, traceparent } = request
      const recorded = await recordCheckin({ userId, day: dayOf(at), at, correlationId, traceparent })
      const account = recorded ?? (await findAccount(db, userId))
      // Nothing written and nothing there: the user is being deleted, and the token outlived them.
      if (!account?.last_checkin) throw InvalidToken()
      checkins.inc({ outcome: recorded ? 'recorded' : 'repeated' })
      const data = toCheckin(rewards, { ...account, last_checkin: account.last_checkin })
      if (!recorded) throw AlreadyCheckedIn({ extra: { data } })
      outbox.wake()
      const message = inLanguageOf(request, {
        zh: `签到成功！已连续签到 ${data.streak} 天，获得 ${data.lingzhi_earned} 灵值`,
        en: `Checked in. Day ${data.streak} in a row, ${data.lingzhi_earned} Lingzhi earned.`,
      })
      return { success: true as const, message, data }
    },
  )
}

const toCheckin = (
  rewards: Rewards,
  account: { last_checkin: string; lingzhi_earned?: number | null; balance: number; streak: number },
) => ({
  checkin_date: account.last_checkin,
  lingzhi_earned: account.lingzhi_earned ?? rewardFor(rewards, account.streak),
  total_lingzhi: account.balance,
  streak: account.streak,
  next_reward: rewardFor(rewards, account.streak + 1),
  reward_schedule: rewardSchedule(rewards, account.streak),
})
