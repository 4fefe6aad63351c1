import { takeStreamPlace } from '../../api/stream-places.ts'

/** A tab that nobody looks at lets go of its stream, and goes on after the last event when it is seen again. */
const letGoAfterMs = 3_000
/** Without a place for a stream: so long it reads once it is connected, */
const sipMs = 400
/** and so long it leaves the connection to others. */
const betweenSipsMs = 1_000

/** One turn of reading a reply. */
export interface Turn {
  /** Aborts when the turn is over. */
  signal: AbortSignal
  /** To be called when the stream is connected. */
  connected: () => void
  end: () => void
  /** Ends it, and resolves when it may be read on: the page is seen, and after a sip a moment has passed. */
  next: () => Promise<void>
}

/** Begins to read: for as long as somebody looks, or for a sip where the browser's tabs hold streams enough. Aborts with `also`. */
export function takeTurn(also: AbortSignal): Turn {
  const control = new AbortController()
  let giveBack = takeStreamPlace(() => {
    giveBack = null
    control.abort()
  })
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined
  let sipTimer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(hiddenTimer)
    if (document.hidden) hiddenTimer = setTimeout(() => control.abort(), letGoAfterMs)
  }
  look()
  document.addEventListener('visibilitychange', look)
  function end() {
    clearTimeout(hiddenTimer)
    clearTimeout(sipTimer)
    document.removeEventListener('visibilitychange', look)
    giveBack?.()
  }
  return {
    signal: AbortSignal.any([control.signal, also]),
    connected() {
      if (!giveBack) sipTimer ??= setTimeout(() => control.abort(), sipMs)
    },
    end,
    async next() {
      end()
      if (!giveBack) await passed(betweenSipsMs, also)
      await seen()
    },
  }
}

/** Resolves when the page is seen, at once if it is. */
function seen(): Promise<void> {
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

function passed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
