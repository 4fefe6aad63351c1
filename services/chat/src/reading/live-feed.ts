import type { Bus } from '@lingzhi/bus/open-bus'
import type { Entry } from './entries.ts'
import { liveSubject } from './entries.ts'

export interface LiveFeed {
  /** What was announced since the last call; waits for something at most `timeoutMs`. */
  next: (timeoutMs: number, signal: AbortSignal) => Promise<Entry[]>
  /** Gives entries back, to be had first next time. */
  putBack: (entries: Entry[]) => void
  /** Hears other replicas from now on; for a feed that was opened near. Idempotent. */
  hearAll: () => void
  close: () => void
}

/** Entries on their way from the replica that generates a reply to its readers. */
export interface LiveFeeds {
  /** Sends an entry, with its JSON, to the readers here directly and to those elsewhere by the bus. */
  announce: (replyId: string, entry: Entry, json: string) => void
  /**
   * Hears a reply's announcements from now on, wherever it is generated; `near`: as long as that is here, which
   * spares the way by the bus. A reader that does not keep up loses what is over the bound, and finds it in the
   * log: it sees the gap by the entries' positions.
   */
  open: (replyId: string, options?: { near: boolean }) => LiveFeed
  /** The reply is not generated here any more, ended or not: readers beside it listen to other replicas from now on. */
  leave: (replyId: string) => void
}

export function openLiveFeeds(bus: Bus, charsMax: number): LiveFeeds {
  const near = new Map<string, Set<NearFeed>>()

  return {
    announce: (replyId, entry, json) => {
      for (const feed of near.get(replyId) ?? []) feed.hear(entry, json.length)
      bus.nc.publish(bus.subject(liveSubject(replyId)), json)
      // Nothing follows: nobody needs to listen elsewhere.
      if (entry.kind === 'end') near.delete(replyId)
    },
    open: (replyId, options = { near: false }) => {
      const feed = createFeed(charsMax)
      let subscription: ReturnType<Bus['nc']['subscribe']> | undefined
      const detach = () => {
        const feeds = near.get(replyId)
        feeds?.delete(nearFeed)
        if (feeds?.size === 0) near.delete(replyId)
      }
      const hearAll = () => {
        detach()
        subscription ??= bus.nc.subscribe(bus.subject(liveSubject(replyId)), {
          callback: (err, msg) => {
            if (!err) feed.hear(msg.json<Entry>(), msg.data.length)
          },
        })
      }
      const nearFeed = { hear: feed.hear, hearAll }
      if (options.near) near.set(replyId, (near.get(replyId) ?? new Set()).add(nearFeed))
      else hearAll()
      return {
        next: feed.next,
        putBack: feed.putBack,
        hearAll,
        close: () => {
          detach()
          subscription?.unsubscribe()
        },
      }
    },
    leave: (replyId) => {
      for (const feed of near.get(replyId) ?? []) feed.hearAll()
    },
  }
}

interface NearFeed {
  hear: (entry: Entry, chars: number) => void
  hearAll: () => void
}

/** Entries heard and not yet had, within a bound. */
function createFeed(charsMax: number) {
  let entries: Entry[] = []
  let chars = 0
  let wake: (() => void) | undefined
  return {
    hear: (entry: Entry, more: number) => {
      if (chars > charsMax) {
        entries = []
        chars = 0
      }
      entries.push(entry)
      chars += more
      wake?.()
    },
    next: async (timeoutMs: number, signal: AbortSignal) => {
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
    putBack: (unread: Entry[]) => {
      entries = [...unread, ...entries]
    },
  }
}
