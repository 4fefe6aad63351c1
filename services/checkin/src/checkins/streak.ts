import { addDays } from '@lingzhi/runtime/calendar'

/** What an account stores about its owner's last check-in. */
export interface LastCheckin {
  last_checkin: string | null
  streak: number
}

/** The current streak: alive through the day after the last check-in, 0 once a day was missed. */
export function liveStreak(account: LastCheckin | undefined, today: string): number {
  if (!account?.last_checkin) return 0
  return account.last_checkin >= addDays(today, -1) ? account.streak : 0
}

/** Whether today's check-in is taken. A later day counts too: it can exist when a clock or the zone was set back. */
export const isCheckedIn = (account: LastCheckin | undefined, today: string): boolean =>
  Boolean(account?.last_checkin && account.last_checkin >= today)
