import type { Bus } from '@lingzhi/bus/open-bus'
import type { ReplyEntry } from '@lingzhi/contracts/chat-replies'
import { replySubject } from '@lingzhi/contracts/chat-replies'
import type { EntryFeed } from './entry-feed.ts'
import { createEntryFeed } from './entry-feed.ts'

/** Calls back for every entry of a reply that is announced from now on, with the length of its message. */
export function onAnnounced(
  bus: Bus,
  replyId: string,
  receive: (entry: ReplyEntry, chars: number) => void,
): { close: () => void } {
  const subscription = bus.nc.subscribe(bus.subject(replySubject(replyId)), {
    callback: (err, msg) => {
      if (!err) receive(msg.json<ReplyEntry>(), msg.data.length)
    },
  })
  return { close: () => subscription.unsubscribe() }
}

/** The announcements of a reply from now on, wherever it is generated; at most about `charsMax` unread. */
export function listenToReply(
  bus: Bus,
  replyId: string,
  charsMax: number,
): EntryFeed & { close: () => void } {
  const { receive, ...feed } = createEntryFeed(charsMax)
  return { ...feed, ...onAnnounced(bus, replyId, receive) }
}
