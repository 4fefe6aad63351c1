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
 * A leaky bucket in one number (GCRA): `at`, the instant at which the bucket is full again. Grants up to `count`
 * requests. Kept in step with `takeScript`, which does the same inside Redis.
 */
export function take(at: number, now: number, count: number, { quota, windowMs }: Policy) {
  const stepMs = windowMs / quota
  const start = Math.max(at, now)
  const free = Math.floor((now + windowMs - start) / stepMs + 1e-6)
  const granted = Math.min(count, free)
  const next = start + granted * stepMs
  const retryMs = granted > 0 ? 0 : Math.ceil(start + stepMs - windowMs - now)
  const taken: Taken = { granted, remaining: free - granted, resetMs: Math.ceil(next - now), retryMs }
  return { taken, at: next }
}

/** KEYS: bucket. ARGV: quota, window in ms, count. Returns granted, remaining, resetMs, retryMs. By Redis' clock. */
export const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local quota, window, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local step = window / quota
local start = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local free = math.floor((now + window - start) / step + 1e-6)
local granted = math.min(count, free)
local after = start + granted * step
local retry = 0
if granted > 0 then
  redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now))
else
  retry = math.ceil(start + step - window - now)
end
return { granted, free - granted, math.ceil(after - now), retry }
`
