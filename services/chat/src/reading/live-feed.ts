import type { Bus } from '@lingzhi/bus/open-bus'
import type { ReplyEntry } from '@lingzhi/contracts/chat-replies'
import { replySubject } from '@lingzhi/contracts/chat-replies'
import type { EntryFeed } from '@lingzhi/reply-feed/entry-feed'
import { createEntryFeed } from '@lingzhi/reply-feed/entry-feed'
import { onAnnounced } from '@lingzhi/reply-feed/listen-to-reply'

export interface LiveFeed extends EntryFeed {
  /** Listens to all replicas from now on; for a feed that was opened `near`. Idempotent. */
  listenToAll: () => void
  close: () => void
}

/** Carries entries from the replica that generates a reply to the reply's readers. */
export interface LiveFeeds {
  /** Sends an entry to the readers on this replica directly, and as `json` over the bus to those elsewhere. */
  announce: (replyId: string, entry: ReplyEntry, json: string) => void
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
      bus.nc.publish(bus.subject(replySubject(replyId)), json)
      // Nothing follows, so these feeds need not listen elsewhere.
      if (entry.kind === 'end') near.delete(replyId)
    },
    open: (replyId, options = { near: false }) => {
      const feed = createEntryFeed(charsMax)
      let announced: ReturnType<typeof onAnnounced> | undefined
      const detach = () => {
        const feeds = near.get(replyId)
        feeds?.delete(nearFeed)
        if (feeds?.size === 0) near.delete(replyId)
      }
      const listenToAll = () => {
        detach()
        announced ??= onAnnounced(bus, replyId, feed.receive)
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
          announced?.close()
        },
      }
    },
    leave: (replyId) => {
      for (const feed of near.get(replyId) ?? []) feed.listenToAll()
    },
  }
}

interface NearFeed {
  receive: (entry: ReplyEntry, chars: number) => void
  listenToAll: () => void
}
