/** The longest wait that is believed. */
const waitMaxMs = 3_600_000
const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

const bounded = (ms: number): number | undefined =>
  Number.isFinite(ms) && ms >= 0 ? Math.min(ms, waitMaxMs) : undefined

const ofSeconds = (seconds: number) => bounded(seconds * 1_000)

/** "7s", "1m3.5s", "120ms", "2h"; undefined for anything else. */
function ofDuration(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/([\d.]+)(ms|s|m|h|d)/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.trim()) return undefined
  return bounded(
    parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? Number.NaN), 0),
  )
}

/** A number of seconds, or a date (RFC 9110, section 10.2.3). A moment that has passed is no wait at all. */
function ofRetryAfter(text: string): number | undefined {
  return /^[\d.]+$/.test(text)
    ? ofSeconds(Number(text))
    : (ofDuration(text) ?? bounded(Date.parse(text) - Date.now()))
}

/** When a limit is lifted: a duration, a number of seconds, a date, or a Unix time in seconds or milliseconds. */
function ofReset(text: string): number | undefined {
  const number = Number(text)
  if (!Number.isFinite(number)) return ofRetryAfter(text)
  if (number > 1e12) return bounded(number - Date.now())
  return number > 1e9 ? bounded(number * 1_000 - Date.now()) : ofSeconds(number)
}

interface HeaderReader {
  get: (name: string) => string | null
}

const resets = [
  ['x-ratelimit-reset-requests', 'x-ratelimit-remaining-requests'],
  ['x-ratelimit-reset-tokens', 'x-ratelimit-remaining-tokens'],
  ['anthropic-ratelimit-requests-reset', 'anthropic-ratelimit-requests-remaining'],
  ['anthropic-ratelimit-tokens-reset', 'anthropic-ratelimit-tokens-remaining'],
  ['x-ratelimit-reset', 'x-ratelimit-remaining'],
  ['ratelimit-reset', 'ratelimit-remaining'],
] as const

/** The wait in the headers, else `told`, else the time until the limit that is used up is lifted. */
function fromHeaders(headers: HeaderReader, told: number | undefined): number | undefined {
  const milliseconds = headers.get('retry-after-ms')
  const asked = milliseconds ? bounded(Number(milliseconds)) : undefined
  const after = headers.get('retry-after')?.trim()
  const known = asked ?? (after ? ofRetryAfter(after) : undefined) ?? told
  if (known !== undefined) return known
  const waits = resets.flatMap(([reset, remaining]) => {
    const text = headers.get(reset)
    const left = headers.get(remaining)
    return text && (left === null || Number(left) <= 0) ? [ofReset(text.trim())] : []
  })
  return waits.filter((wait) => wait !== undefined).sort((one, other) => other - one)[0]
}

const units: [RegExp, number][] = [
  [/^(ms|msec|millisecond|毫秒)/i, 1],
  [/^(m$|min|分)/i, 60_000],
  [/^(h|小时|个小时)/i, 3_600_000],
  [/^(d|天)/i, 86_400_000],
  [/^(s|秒)/i, 1_000],
]
const english =
  /(?:(?:try again|retry(?:ing)?|wait|available|reset[s]?)(?: \w+)?(?: (?:in|after|for|at least|about|approximately))+|wait) ?((?:[\d.]+ ?(?:milliseconds?|ms|minutes?|min|m|hours?|h|days?|d|seconds?|secs?|s)(?: |(?=\d)|\b))+)/i
const chinese =
  /(?:请|需)?(?:在|等待?|于|稍候)?\s*((?:[\d.]+\s*(?:毫秒|秒钟?|分钟?|小时|天|s|ms)\s*)+)\s*(?:之?后|后再|再|以后)/i

/** "Please try again in 1m3.5s", "retry after 26 seconds", "请在 3 秒后重试"; undefined when a text tells no wait. */
function fromText(text: string): number | undefined {
  const told = english.exec(text)?.[1] ?? chinese.exec(text)?.[1]
  if (told === undefined) return undefined
  let ms = 0
  for (const [, count, unit = ''] of told.matchAll(/([\d.]+)\s*([a-z]+|[毫秒分钟小时天]+)/gi)) {
    const each = units.find(([form]) => form.test(unit))?.[1]
    if (each === undefined) return undefined
    ms += Number(count) * each
  }
  return bounded(ms)
}

/** How long a provider asks to wait, in milliseconds and bounded by an hour, wherever it says so. */
export const readWait = { ofSeconds, ofDuration, ofReset, fromHeaders, fromText }
