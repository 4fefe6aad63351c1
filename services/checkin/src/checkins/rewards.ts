import type { Static } from 'typebox'
import { Type } from 'typebox'

/** Points for consecutive day 1, 2, 3 …; the last value holds from then on. */
export type Rewards = readonly [number, ...number[]]

/** Reads the CHECKIN_REWARDS setting, whose pattern promises at least one number. */
export function parseRewards(setting: string): Rewards {
  const [first, ...rest] = setting.split(',').map(Number)
  if (first === undefined) throw new Error('CHECKIN_REWARDS names no reward')
  return [first, ...rest]
}

/** Points for the n-th consecutive day, n from 1. */
export const rewardFor = (rewards: Rewards, streak: number): number =>
  rewards[Math.min(streak, rewards.length) - 1] ?? rewards[0]

export const RewardSchedule = Type.Array(
  Type.Object(
    {
      day: Type.Integer(),
      lingzhi: Type.Integer(),
      state: Type.Enum(['earned', 'next', 'upcoming']),
    },
    { title: 'RewardDay' },
  ),
)

/** The reward table as seen from a streak: what it has earned, what the next check-in earns, what follows. */
export function rewardSchedule(rewards: Rewards, streak: number): Static<typeof RewardSchedule> {
  return rewards.map((lingzhi, index) => {
    const day = index + 1
    return { day, lingzhi, state: day <= streak ? 'earned' : day === streak + 1 ? 'next' : 'upcoming' }
  })
}
