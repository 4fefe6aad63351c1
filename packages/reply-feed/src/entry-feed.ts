import type { ReplyEntry } from '@lingzhi/contracts/chat-replies'

/** What was announced of a reply and not read yet. */
export interface EntryFeed {
  /** The entries announced since the last call; if there are none, waits for one for at most `timeoutMs`. */
  next: (timeoutMs: number, signal: AbortSignal) => Promise<ReplyEntry[]>
  /** Returns entries to the feed; the next call gets them first. */
  putBack: (entries: ReplyEntry[]) => void
}

/** A buffer of announced entries; over `charsMax` it is emptied, which readers notice as a gap. */
export function createEntryFeed(
  charsMax: number,
): EntryFeed & { receive: (entry: ReplyEntry, chars: number) => void } {
  let entries: ReplyEntry[] = []
  let chars = 0
  let wake: (() => void) | undefined
  return {
    receive: (entry, more) => {
      if (chars > charsMax) {
        entries = []
        chars = 0
      }
      entries.push(entry)
      chars += more
      wake?.()
    },
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
      const received = entries
      entries = []
      chars = 0
      return received
    },
    putBack: (unread) => {
      entries = [...unread, ...entries]
    },
  }
}
