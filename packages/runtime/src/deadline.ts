export interface Deadline {
  signal: AbortSignal
  close: () => void
}

/**
 * A signal that fires after `ms` milliseconds unless closed: for long bounds on work that is mostly short. Listeners of
 * an AbortSignal.timeout() stay in memory until it fires, which would keep ten minutes' worth of ended replies.
 */
export function openDeadline(ms: number): Deadline {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), ms)
  timer.unref()
  return { signal: deadline.signal, close: () => clearTimeout(timer) }
}
