export interface Deadline {
  signal: AbortSignal
  close: () => void
}

/**
 * A signal that fires after some time unless it is closed: for long bounds on what is mostly short. What
 * listens to an AbortSignal.timeout() is held until it fires, so ten minutes' worth of ended replies would be.
 */
export function openDeadline(ms: number): Deadline {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), ms)
  timer.unref()
  return { signal: deadline.signal, close: () => clearTimeout(timer) }
}
