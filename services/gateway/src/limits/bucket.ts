import type { Policy } from './policies.ts'

export interface Taken {
  granted: number
  remaining: number
  /** Until the whole quota is there again. */
  resetMs: number
  /** Until the next request may succeed; 0 when this one did. */
  retryMs: number
}

/**
 * A leaky bucket in one number (GCRA): `at`, the instant at which the bucket is full again. Grants up to `want`
 * requests. Kept in step with `takeScript`, which does the same inside Redis.
 */
export function take(at: number, now: number, want: number, { quota, windowMs }: Policy) {
  const stepMs = windowMs / quota
  const begun = Math.max(at, now)
  const free = Math.floor((now + windowMs - begun) / stepMs + 1e-6)
  const granted = Math.min(want, free)
  const next = begun + granted * stepMs
  const retryMs = granted > 0 ? 0 : Math.ceil(begun + stepMs - windowMs - now)
  const taken: Taken = { granted, remaining: free - granted, resetMs: Math.ceil(next - now), retryMs }
  return { taken, at: next }
}

/** KEYS: bucket. ARGV: quota, window in ms, want. Returns granted, remaining, resetMs, retryMs. By Redis' clock. */
export const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local quota, window, want = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local step = window / quota
local begun = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local free = math.floor((now + window - begun) / step + 1e-6)
local granted = math.min(want, free)
local after = begun + granted * step
local retry = 0
if granted > 0 then
  redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now))
else
  retry = math.ceil(begun + step - window - now)
end
return { granted, free - granted, math.ceil(after - now), retry }
`
