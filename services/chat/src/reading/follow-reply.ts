import type { Cache } from '@lingzhi/cache/open-redis'
import type { Db } from '../database.ts'
import type { Entry, Place } from './entries.ts'
import { logKey } from './entries.ts'
import type { LiveFeed } from './live-feed.ts'
import { findStoredReply, queuePosition } from './reading.queries.ts'
import { replay } from './replay.ts'

/** A reader that receives nothing for this long looks up the reply's state, again and again. */
const quietMaxMs = 1_500
/** The same before the first look, so that the reader of a queued reply soon knows its position. */
const firstQuietMaxMs = 300
/** How often a gap makes a reader read the log again; without Redis a gap stays until the end fills it. */
const betweenSeeksMs = 500

/** An entry, or the position of a reply that is still queued. */
export type ReaderEntry = Entry | { kind: 'queued'; ahead: number }

export interface FollowOptions {
  /** The end of the last entry that the reader has; undefined: from the beginning. */
  after?: Place
  /** The reply was just created, after the feed was opened: there is nothing to look up yet. */
  fresh?: boolean
  signal: AbortSignal
}

/**
 * A reply from any place to its end, on any replica, any number of times: the log after `after`, then what is announced,
 * without repetitions. A gap sends it back to the log; without Redis it waits for the end and takes the rest from the
 * database. Ends after the `end` entry, when the signal fires, or, if the reply was deleted, without an `end`.
 */
export async function* followReply(
  { db, cache }: { db: Db; cache: Cache },
  feed: LiveFeed,
  replyId: string,
  { after, fresh = false, signal }: FollowOptions,
): AsyncGenerator<ReaderEntry> {
  const reader = createReader(after)
  let waitMs = firstQuietMaxMs
  let look = !fresh
  let ahead: number | undefined

  while (!signal.aborted) {
    if (look) {
      look = false
      const stored = await findStoredReply(db, replyId)
      if (!stored) return
      if (reader.place.attempt > stored.attempt) reader.place = { attempt: 0, position: 0 }
      if (stored.finished) {
        yield* replay(stored, reader.place)
        return
      }
      if (stored.status === 'queued') {
        const now = await queuePosition(db, replyId)
        if (now !== ahead) yield { kind: 'queued', ahead: now }
        ahead = now
      }
      for (const entry of await readLog(cache, replyId, reader.place)) {
        const { gap, unseen } = reader.accept(entry)
        if (gap) break
        yield* unseen
        if (entry.kind === 'end') return
      }
    }
    const entries = await feed.next(waitMs, signal)
    if (entries.length === 0) look = true
    for (const [index, entry] of entries.entries()) {
      const { gap, unseen } = reader.accept(entry)
      if (gap && performance.now() - reader.soughtAt > betweenSeeksMs) {
        feed.putBack(entries.slice(index))
        reader.soughtAt = performance.now()
        look = true
        break
      }
      if (gap && entry.kind === 'end') look = true
      yield* unseen
      if (entry.kind === 'end' && !gap) return
    }
    waitMs = quietMaxMs
  }
}

/** Keeps a reader's place: drops entries that it has, cuts those it has in part, and reports a gap. */
function createReader(after: Place = { attempt: 0, position: 0 }) {
  const reader = {
    place: after,
    /** When the log was last read because of a gap. */
    soughtAt: Number.NEGATIVE_INFINITY,
    accept(entry: Entry): { gap: boolean; unseen: Entry[] } {
      const { place } = reader
      const unseen: Entry[] = []
      if (entry.attempt < place.attempt) return { gap: false, unseen }
      if (entry.attempt > place.attempt) {
        if (place.position > 0) unseen.push({ kind: 'reset', attempt: entry.attempt, position: 0 })
        reader.place = { attempt: entry.attempt, position: 0 }
      }
      if (entry.kind === 'reset') return { gap: false, unseen }
      const seen = reader.place.position
      const start = entry.kind === 'text' ? entry.position - entry.text.length : entry.position
      if (start > seen) return { gap: true, unseen }
      if (entry.kind === 'text') {
        if (entry.position <= seen) return { gap: false, unseen }
        reader.place = { attempt: entry.attempt, position: entry.position }
        unseen.push({ ...entry, text: entry.text.slice(seen - start) })
      } else unseen.push(entry)
      return { gap: false, unseen }
    },
  }
  return reader
}

/** The log after a place; empty while Redis is away. */
async function readLog(cache: Cache, replyId: string, { attempt, position }: Place): Promise<Entry[]> {
  const start = attempt === 0 && position === 0 ? '-' : `(${attempt}-${position}`
  const rows = await cache.xrange(logKey(replyId), start, '+').catch(() => [])
  const entries = rows.map(([, fields]) => JSON.parse(fields[1] ?? 'null') as Entry)
  // Entries that a later attempt has voided are of no use.
  const newest = entries.at(-1)?.attempt ?? 0
  return entries.filter((entry) => entry.attempt === newest)
}
