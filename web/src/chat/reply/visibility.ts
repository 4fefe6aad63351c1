/**
 * HTTP/1.1 gives a browser six connections to a host, for all its tabs together: one stream a tab freezes the seventh. So
 * a tab that nobody looks at lets go of its stream, and goes on after the last event when it is seen again.
 */
const letGoAfterMs = 3_000

/** A signal that aborts once the page has been hidden for a while, and what ends watching. */
export function untilHidden(): { signal: AbortSignal; end: () => void } {
  const control = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(timer)
    if (document.hidden) timer = setTimeout(() => control.abort(), letGoAfterMs)
  }
  look()
  document.addEventListener('visibilitychange', look)
  const end = () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  }
  return { signal: control.signal, end }
}

/** Resolves when the page is seen, at once if it is. */
export function seen(): Promise<void> {
  if (!document.hidden) return Promise.resolve()
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return
      document.removeEventListener('visibilitychange', look)
      resolve()
    }
    document.addEventListener('visibilitychange', look)
  })
}
