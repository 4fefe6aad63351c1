import type { ReplyEntry } from '@lingzhi/contracts/chat-replies'
import type { EntryFeed } from './entry-feed.ts'
import type { Place } from './place.ts'

/** A reader that receives nothing for this long looks up the reply's state, again and again. */
const quietMaxMs = 1_500
/** The same before the first look, so that the reader of a queued reply soon knows its position. */
const firstQuietMaxMs = 300
/** How often a gap makes a reader look again; where nothing is stored yet a gap stays until the end fills it. */
const betweenSeeksMs = 500

/** An entry, or the position of a reply that is still queued. */
export type ReaderEntry = ReplyEntry | { kind: 'queued'; ahead: number }

/** What is stored of a reply. */
export interface Looked {
  /** The newest attempt. */
  attempt: number
  /** Replies before it, of one that is queued. */
  ahead?: number | null
  ended: boolean
  /** After the place: of one that has ended to its end (or to where the next look goes on), else what is logged. */
  entries: readonly ReplyEntry[]
  /** There is more, and it can be had at once. */
  more?: boolean
}

/** Looks up what is stored of a reply after a place, as `placeIn` understands it; undefined: the reply is gone. */
export type Look = (after: Place) => Promise<Looked | undefined>

export interface FollowOptions {
  /** The end of the last entry that the reader has; undefined: from the beginning. */
  after?: Place | undefined
  /** The reply was just created, after the feed was opened: there is nothing to look up yet. */
  fresh?: boolean
  signal: AbortSignal
}

/** A place in a reply whose newest attempt is known: one of an attempt that never was is the beginning. */
export const placeIn = (after: Place, attempt: number): Place =>
  after.attempt > attempt ? { attempt: 0, position: 0 } : after

/**
 * A reply from any place to its end: what is stored after `after`, then what is announced, without repetitions. A gap sends
 * it back to the store. Ends after the `end` entry, when the signal fires, or, if the reply is gone, without an `end`.
 */
export async function* followEntries(
  look: Look,
  feed: EntryFeed,
  { after, fresh = false, signal }: FollowOptions,
): AsyncGenerator<ReaderEntry> {
  const reader = createReader(after)
  let waitMs = firstQuietMaxMs
  let looks = !fresh
  let ahead: number | undefined

  while (!signal.aborted) {
    while (looks && !signal.aborted) {
      looks = false
      const found = await look(reader.place)
      if (!found) return
      reader.place = placeIn(reader.place, found.attempt)
      if (found.ahead !== undefined && found.ahead !== null) {
        if (found.ahead !== ahead) yield { kind: 'queued', ahead: found.ahead }
        ahead = found.ahead
      }
      for (const entry of found.entries) {
        // Cut from the whole text, they are what is missing, and nothing else.
        const { gap, unseen } = found.ended ? reader.take(entry) : reader.accept(entry)
        if (gap) break
        yield* unseen
        if (entry.kind === 'end') return
      }
      looks = found.more === true
    }
    const entries = await feed.next(waitMs, signal)
    if (entries.length === 0) looks = true
    for (const [index, entry] of entries.entries()) {
      const { gap, unseen } = reader.accept(entry)
      if (gap && performance.now() - reader.soughtAt > betweenSeeksMs) {
        feed.putBack(entries.slice(index))
        reader.soughtAt = performance.now()
        looks = true
        break
      }
      if (gap && entry.kind === 'end') looks = true
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
    /** When it last looked because of a gap. */
    soughtAt: Number.NEGATIVE_INFINITY,
    take(entry: ReplyEntry) {
      reader.place = { attempt: entry.attempt, position: entry.position }
      return { gap: false, unseen: [entry] }
    },
    accept(entry: ReplyEntry): { gap: boolean; unseen: ReplyEntry[] } {
      const { place } = reader
      const unseen: ReplyEntry[] = []
      if (entry.attempt < place.attempt) return { gap: false, unseen }
      if (entry.attempt > place.attempt) {
        if (place.position > 0) unseen.push({ kind: 'reset', attempt: entry.attempt, position: 0 })
        reader.place = { attempt: entry.attempt, position: 0 }
      }
      if (entry.kind === 'reset') return { gap: false, unseen }
      const seen = reader.place.position
      const start = entry.position - unitsOf(entry)
      if (start > seen) return { gap: true, unseen }
      if (entry.kind === 'end') unseen.push(entry)
      else {
        if (entry.position <= seen) return { gap: false, unseen }
        reader.place = { attempt: entry.attempt, position: entry.position }
        unseen.push(entry.kind === 'text' ? { ...entry, text: entry.text.slice(seen - start) } : entry)
      }
      return { gap: false, unseen }
    },
  }
  return reader
}

const unitsOf = (entry: ReplyEntry): number =>
  entry.kind === 'text' ? entry.text.length : entry.kind === 'tool' ? 1 : 0
