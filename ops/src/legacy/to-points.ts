import type { LegacyPoints } from '@lingzhi/contracts/legacy-import'
import type { OldRow, OldValue } from './old-rows.ts'
import { originOf, type Reject, type readTimes, textOf } from './read-old.ts'

const pointsMax = 2_147_483_647

/** A whole number of points that a ledger takes; undefined for anything else. */
export function toPoints(value: OldValue | undefined): number | undefined {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d+(\.0+)?$/.test(value.trim())
        ? Number(value)
        : -1
  return Number.isInteger(number) && number >= 0 && number <= pointsMax ? number : undefined
}

/** As SQLite itself counts it in a sum. */
export const countedAs = (value: OldValue | undefined): number =>
  typeof value === 'number' ? value : Number.parseFloat(textOf(value)) || 0

/** The days one was there, each once and oldest first. */
export function toCheckins(
  rows: Iterable<OldRow>,
  { times, reject }: { times: ReturnType<typeof readTimes>; reject: Reject },
): LegacyPoints['checkins'] {
  const days = new Map<string, LegacyPoints['checkins'][number]>()
  for (const { values, line } of rows) {
    const place = { table: 'checkin_records', line, id: originOf(values.id) ?? undefined }
    const date = textOf(values.checkin_date).trim().slice(0, 10)
    if (!isDate(date)) {
      reject({ ...place, code: 'BAD_DATE', text: 'its day is none' })
      continue
    }
    const earned = toPoints(values.lingzhi_earned ?? 0)
    if (earned === undefined) {
      reject({ ...place, code: 'BAD_POINTS', text: 'what it earned is no number of points' })
      continue
    }
    if (days.has(date)) {
      reject({ ...place, code: 'DAY_TWICE', text: `${date} stands before it already` })
      continue
    }
    days.set(date, { date, earned, at: times(values.created_at) })
  }
  return [...days.values()].sort((one, other) => (one.date < other.date ? -1 : 1))
}

function isDate(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return (
    /^(19[7-9]\d|20\d\d)-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(at) &&
    new Date(at).toISOString().startsWith(text)
  )
}
