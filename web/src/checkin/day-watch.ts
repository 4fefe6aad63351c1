const lookMs = 60_000
const dayS = 86_400

const formats = new Map<string, Intl.DateTimeFormat>()

function partsIn(timeZone: string, at: number): Record<string, string> {
  let format = formats.get(timeZone)
  if (!format) {
    const two = '2-digit'
    const options = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
    format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...options })
    formats.set(timeZone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** The calendar date of an instant in a zone, YYYY-MM-DD. */
export function dateIn(timeZone: string, at: number): string {
  const { year, month, day } = partsIn(timeZone, at)
  return `${year}-${month}-${day}`
}

/** Seconds to the end of the day in a zone; off by what the clocks are turned on such a day. */
export function secondsLeft(timeZone: string, at: number): number {
  const { hour, minute, second } = partsIn(timeZone, at)
  return dayS - (Number(hour) * 3_600 + Number(minute) * 60 + Number(second))
}

interface Watched {
  timeZone: string
  /** YYYY-MM-DD, as the platform last told it. */
  today: string
  onDay: () => void
}

/**
 * Calls `onDay` when the date in the zone is another than `today`, and again each minute until it is given up by the
 * function returned: this machine's clock may be ahead of the platform's. It looks once a minute and at midnight.
 */
export function watchDay({ timeZone, today, onDay }: Watched): () => void {
  let timer: ReturnType<typeof setTimeout>
  const wait = () => {
    // A moment after midnight, not a moment before.
    timer = setTimeout(look, Math.min(lookMs, secondsLeft(timeZone, Date.now()) * 1_000 + 200))
  }
  const look = () => {
    if (dateIn(timeZone, Date.now()) !== today) onDay()
    wait()
  }
  wait()
  return () => clearTimeout(timer)
}
