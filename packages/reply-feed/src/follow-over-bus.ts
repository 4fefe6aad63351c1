import type { Bus } from '@lingzhi/bus/open-bus'
import { sendRequest } from '@lingzhi/bus/request'
import { ReadReplyEntries, replyEntriesVersion } from '@lingzhi/contracts/chat-replies'
import { Problem } from '@lingzhi/contracts/problem'
import type { EntryFeed } from './entry-feed.ts'
import type { FollowOptions, Looked, ReaderEntry } from './follow-entries.ts'
import { followEntries } from './follow-entries.ts'
import type { Place } from './place.ts'

/**
 * A reply from any place to its end, for a service that asks chat what is stored. While chat does not answer, what is
 * announced is told all the same, and it is asked again when nothing is. Ends without an `end` if the reply is gone or not this user's.
 */
export function followOverBus(
  bus: Bus,
  feed: EntryFeed,
  { replyId, userId }: { replyId: string; userId: string },
  options: FollowOptions,
): AsyncGenerator<ReaderEntry> {
  return followEntries((after) => lookOverBus(bus, { replyId, userId }, after), feed, options)
}

async function lookOverBus(
  bus: Bus,
  { replyId, userId }: { replyId: string; userId: string },
  after: Place,
): Promise<Looked | undefined> {
  try {
    const found = await sendRequest(bus, ReadReplyEntries, { reply_id: replyId, user_id: userId, after })
    // Entries of another version may mean something else; the end of a reply is text, whatever its version.
    return found.version === replyEntriesVersion || found.ended
      ? found
      : { ...found, entries: [], more: false }
  } catch (err) {
    if (!(err instanceof Problem)) throw err
    if (err.status === 404) return undefined
    return { attempt: Math.max(after.attempt, 1), ended: false, entries: [] }
  }
}
