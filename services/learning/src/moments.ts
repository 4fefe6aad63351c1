import { calendarIn } from '@lingzhi/runtime/calendar'

/** What an instant is called in the deployment's zone. */
export interface Moments {
  dayOf: (at: Date) => string
  /** 0 to 23. */
  hourOf: (at: Date) => number
}

/** Making one takes long; a deployment has one zone. */
const made = new Map<string, Moments>()

export function momentsIn(timeZone: string): Moments {
  const known = made.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  const moments = { dayOf: calendarIn(timeZone), hourOf: (at: Date) => Number(format.format(at)) }
  made.set(timeZone, moments)
  return moments
}
