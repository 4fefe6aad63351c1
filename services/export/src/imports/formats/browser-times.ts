const [minuteMs, quarterMs] = [60_000, 15 * 60_000]
/** How far clocks of the world are from UTC. */
const [westMostMs, eastMostMs] = [-12 * 60 * minuteMs, 14 * 60 * minuteMs]

const time = /(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?!\d)(?![.:/-]\d)/
const date = /(\d{1,4})[^\d:]+(\d{1,2})[^\d:]+(\d{1,4})/
const afternoon = /p\.?\s?m|下午|晚上|오후/i
const morning = /a\.?\s?m|上午|凌晨|早上|오전/i

/** The numbers of a day as they stand, and the milliseconds since its midnight. */
interface Written {
  day: readonly [number, number, number]
  ms: number
}

/**
 * Instants that a browser wrote as its reader's country does, without a zone: 3/1/2026, 12:00:00 PM; 1.3.2026, 12:00:00; 2026/3/1 下午12:00:00.
 * Whether the day or the month comes first, and how far their clock is from UTC, is told by when the last of them was written, if
 * that is known; otherwise the month comes first, and they are in UTC. What cannot be read is left out.
 */
export function browserTimes(texts: readonly string[], lastMs: number | undefined): (number | undefined)[] {
  const written = texts.map(read)
  const ofMonthFirst = written.map((one) => one && instantOf(one, false))
  const ofDayFirst = written.map((one) => one && instantOf(one, true))
  const distance = (times: (number | undefined)[]) => {
    const missing = times.filter((at) => at === undefined).length
    const last = times.findLast((at) => at !== undefined)
    const from = last === undefined || lastMs === undefined ? 0 : Math.abs(lastMs - last)
    return [missing, Math.max(0, from - eastMostMs)] as const
  }
  const [monthFirst, dayFirst] = [distance(ofMonthFirst), distance(ofDayFirst)]
  const isDayFirst =
    dayFirst[0] < monthFirst[0] || (dayFirst[0] === monthFirst[0] && dayFirst[1] < monthFirst[1])
  const times = isDayFirst ? ofDayFirst : ofMonthFirst
  const aheadMs = aheadOf(
    times.findLast((at) => at !== undefined),
    lastMs,
  )
  return times.map((at) => (at === undefined ? undefined : at - aheadMs))
}

function read(text: string): Written | undefined {
  const clock = time.exec(text)
  if (!clock) return undefined
  const day = date.exec(text.replace(clock[0], ' '))
  if (!day) return undefined
  const [hour, minute, second] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const at = afternoon.test(text) ? (hour % 12) + 12 : morning.test(text) ? hour % 12 : hour
  const ms = (at * 60 + minute) * minuteMs + second * 1000
  return { day: [Number(day[1]), Number(day[2]), Number(day[3])], ms }
}

function instantOf({ day: [first, second, third], ms }: Written, isDayFirst: boolean): number | undefined {
  const [year, month, day] =
    first >= 1000 ? [first, second, third] : isDayFirst ? [third, second, first] : [third, first, second]
  // Of another calendar.
  if (year < 1970 || year >= 2100) return undefined
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() + ms : undefined
}

/** An answer is there some minutes after it was begun, and clocks differ by quarters of an hour. */
function aheadOf(last: number | undefined, lastMs: number | undefined): number {
  if (last === undefined || lastMs === undefined) return 0
  const aheadMs = Math.ceil((last - lastMs) / quarterMs) * quarterMs
  return aheadMs >= westMostMs && aheadMs <= eastMostMs ? aheadMs : 0
}
