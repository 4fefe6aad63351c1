import type { Cache } from '@lingzhi/cache/open-redis'
import type { ReplyEntry } from '@lingzhi/contracts/chat-replies'
import type { FollowOptions, Looked, ReaderEntry } from '@lingzhi/reply-feed/follow-entries'
import { followEntries, placeIn } from '@lingzhi/reply-feed/follow-entries'
import type { Place } from '@lingzhi/reply-feed/place'
import type { Db } from '../database.ts'
import { logKey } from './entries.ts'
import type { LiveFeed } from './live-feed.ts'
import { findStoredReply, queuePosition } from './reading.queries.ts'
import { replay } from './replay.ts'

interface Stores {
  db: Db
  cache: Cache
}

/**
 * A reply from any place to its end, on any replica, any number of times: the log after `after`, then what is announced,
 * without repetitions. A gap sends it back to the log; without Redis it waits for the end and takes the rest from the
 * database. Ends after the `end` entry, when the signal fires, or, if the reply was deleted, without an `end`.
 */
export const followReply = (
  stores: Stores,
  feed: LiveFeed,
  replyId: string,
  options: FollowOptions,
): AsyncGenerator<ReaderEntry> => followEntries((after) => lookUp(stores, replyId, after), feed, options)

/** What is stored of a reply after a place: its log, or, once it has ended, its text. Undefined when it was deleted. */
export async function lookUp(
  { db, cache }: Stores,
  replyId: string,
  after: Place,
): Promise<Looked | undefined> {
  const stored = await findStoredReply(db, replyId)
  if (!stored) return undefined
  const { attempt, status } = stored
  const place = placeIn(after, attempt)
  if (stored.finished) return { attempt, ended: true, entries: [...replay(stored, place)] }
  const ahead = status === 'queued' ? await queuePosition(db, replyId) : null
  return { attempt, ahead, ended: false, entries: await readLog(cache, replyId, place) }
}

/** The log after a place; empty while Redis is away. */
async function readLog(cache: Cache, replyId: string, { attempt, position }: Place): Promise<ReplyEntry[]> {
  const start = attempt === 0 && position === 0 ? '-' : `(${attempt}-${position}`
  const rows = await cache.xrange(logKey(replyId), start, '+').catch(() => [])
  const entries = rows.map(([, fields]) => JSON.parse(fields[1] ?? 'null') as ReplyEntry)
  // Entries that a later attempt has voided are of no use.
  const newest = entries.at(-1)?.attempt ?? 0
  return entries.filter((entry) => entry.attempt === newest)
}
