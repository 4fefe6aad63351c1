import type { Static } from 'typebox'
import { Type } from 'typebox'

/** Points for consecutive day 1, 2, 3 …; the last value holds from then on. */
export const rewardTable = [1, 2, 3, 5, 8, 13, 21, 34] as const

/** Points for the n-th consecutive day, n from 1. */
export const rewardFor = (streak: number): number => rewardTable[Math.min(streak, rewardTable.length) - 1]!

export const RewardSchedule = Type.Array(
  Type.Object({
    day: Type.Integer(),
    lingzhi: Type.Integer(),
    state: Type.Enum(['earned', 'next', 'upcoming']),
  }),
)

/** The reward table as seen from a streak: what it has earned, what the next check-in earns, what follows. */
export function rewardSchedule(streak: number): Static<typeof RewardSchedule> {
  return rewardTable.map((lingzhi, index) => {
    const day = index + 1
    return { day, lingzhi, state: day <= streak ? 'earned' : day === streak + 1 ? 'next' : 'upcoming' }
  })
}
