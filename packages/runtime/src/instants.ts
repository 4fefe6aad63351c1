/** Conversations with a model are younger, and nothing is imported from the future of our grandchildren. */
const [earliestMs, latestMs] = [0, Date.UTC(2100, 0, 1)]

/** As our exports have it, and no day that a month may lack: most instants are, and need no more than this look. */
const ours =
  /^(?:19[7-9]\d|20\d\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}(?:\d{3})?Z$/

const written =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i

/**
 * An instant in UTC to the microsecond, as ISO 8601; null for what is none, or out of range. Takes ISO 8601 texts (without a zone:
 * UTC) and Unix times: seconds, which may be fractions, or milliseconds from 100,000,000,000 on.
 */
export function toInstant(value: unknown): string | null {
  if (typeof value === 'number') return ofMicroseconds(value >= 1e11 ? value * 1e3 : value * 1e6)
  if (typeof value !== 'string') return null
  if (ours.test(value)) return value
  const parts = written.exec(value.trim())
  if (!parts) return null
  const [, day, time = '', fraction = '', zone = 'Z'] = parts
  const offset = /^(Z|UTC)$/i.test(zone)
    ? 'Z'
    : zone.replace(/^([+-]\d\d):?(\d\d)?$/, '$1:$2').replace(/:$/, ':00')
  const ms = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}${offset}`)
  return Number.isNaN(ms) ? null : ofMicroseconds(ms * 1e3 + Number(fraction.padEnd(6, '0').slice(0, 6)))
}

function ofMicroseconds(value: number): string | null {
  const micros = Math.round(value)
  const ms = Math.floor(micros / 1e3)
  if (!(ms >= earliestMs && ms < latestMs)) return null
  const text = new Date(ms).toISOString()
  const rest = micros - ms * 1e3
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}
