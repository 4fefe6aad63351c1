import type { Bus } from '@lingzhi/bus/open-bus'
import type { Entry } from './entries.ts'
import { liveSubject } from './entries.ts'

export interface LiveFeed {
  /** What was announced since the last call; waits for something at most `timeoutMs`. */
  next: (timeoutMs: number, signal: AbortSignal) => Promise<Entry[]>
  /** Gives entries back, to be had first next time. */
  putBack: (entries: Entry[]) => void
  close: () => void
}

/**
 * Hears a reply's announcements from now on. A reader that does not keep up loses what is over the bound,
 * and finds it in the log: it sees the gap by the entries' positions.
 */
export function openLiveFeed(bus: Bus, replyId: string, charsMax: number): LiveFeed {
  let entries: Entry[] = []
  let chars = 0
  let wake: (() => void) | undefined

  const subscription = bus.nc.subscribe(bus.subject(liveSubject(replyId)), {
    callback: (err, msg) => {
      if (err) return
      if (chars > charsMax) {
        entries = []
        chars = 0
      }
      entries.push(msg.json<Entry>())
      chars += msg.data.length
      wake?.()
    },
  })
  return {
    next: async (timeoutMs, signal) => {
      if (entries.length === 0 && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const timer = setTimeout(resolve, timeoutMs)
        wake = () => resolve()
        signal.addEventListener('abort', wake, { once: true })
        await promise
        signal.removeEventListener('abort', wake)
        clearTimeout(timer)
        wake = undefined
      }
      const heard = entries
      entries = []
      chars = 0
      return heard
    },
    putBack: (unread) => {
      entries = [...unread, ...entries]
    },
    close: () => subscription.unsubscribe(),
  }
}
