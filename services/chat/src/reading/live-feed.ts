import type { Bus } from '@lingzhi/bus/open-bus'
import type { Entry } from './entries.ts'
import { liveSubject } from './entries.ts'

export interface LiveFeed {
  /** The entries announced since the last call; if there are none, waits for one for at most `timeoutMs`. */
  next: (timeoutMs: number, signal: AbortSignal) => Promise<Entry[]>
  /** Returns entries to the feed; the next call gets them first. */
  putBack: (entries: Entry[]) => void
  /** Listens to all replicas from now on; for a feed that was opened `near`. Idempotent. */
  listenToAll: () => void
  close: () => void
}

/** Carries entries from the replica that generates a reply to the reply's readers. */
export interface LiveFeeds {
  /** Sends an entry to the readers on this replica directly, and as `json` over the bus to those elsewhere. */
  announce: (replyId: string, entry: Entry, json: string) => void
  /**
   * Listens to a reply's entries from now on, wherever it is generated. `near`: only while that is this replica, which
   * avoids the bus. A reader that does not keep up loses what exceeds the bound; it notices the gap by the entries'
   * positions and reads the log.
   */
  open: (replyId: string, options?: { near: boolean }) => LiveFeed
  /** The reply is no longer generated here, ended or not: its `near` feeds listen to all replicas from now on. */
  leave: (replyId: string) => void
}

export function openLiveFeeds(bus: Bus, charsMax: number): LiveFeeds {
  const near = new Map<string, Set<NearFeed>>()

  return {
    announce: (replyId, entry, json) => {
      for (const feed of near.get(replyId) ?? []) feed.receive(entry, json.length)
      bus.nc.publish(bus.subject(liveSubject(replyId)), json)
      // Nothing follows, so these feeds need not listen elsewhere.
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
      const listenToAll = () => {
        detach()
        subscription ??= bus.nc.subscribe(bus.subject(liveSubject(replyId)), {
          callback: (err, msg) => {
            if (!err) feed.receive(msg.json<Entry>(), msg.data.length)
          },
        })
      }
      const nearFeed = { receive: feed.receive, listenToAll }
      if (options.near) near.set(replyId, (near.get(replyId) ?? new Set()).add(nearFeed))
      else listenToAll()
      return {
        next: feed.next,
        putBack: feed.putBack,
        listenToAll,
        close: () => {
          detach()
          subscription?.unsubscribe()
        },
      }
    },
    leave: (replyId) => {
      for (const feed of near.get(replyId) ?? []) feed.listenToAll()
    },
  }
}

interface NearFeed {
  receive: (entry: Entry, chars: number) => void
  listenToAll: () => void
}

/** A buffer of received entries; over `charsMax` it is emptied, which readers notice as a gap. */
function createFeed(charsMax: number) {
  let entries: Entry[] = []
  let chars = 0
  let wake: (() => void) | undefined
  return {
    receive: (entry: Entry, more: number) => {
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
      const received = entries
      entries = []
      chars = 0
      return received
    },
    putBack: (unread: Entry[]) => {
      entries = [...unread, ...entries]
    },
  }
}
