import { unpack } from '@lingzhi/contracts/carried-problem'
import type { EntryFeed } from '@lingzhi/reply-feed/entry-feed'
import type { ReaderEntry } from '@lingzhi/reply-feed/follow-entries'
import { followOverBus } from '@lingzhi/reply-feed/follow-over-bus'
import type { Place } from '@lingzhi/reply-feed/place'
import type { Question } from '../database.ts'
import type { Deps } from '../deps.ts'

/** Most announced text that waits for a slow reader, in characters: see entry-feed. */
export const feedCharsMax = 2_000_000

/** A question's answer from a place to its end; without an end if its conversation was deleted. */
export const followQuestion = (
  { bus }: Pick<Deps, 'bus'>,
  feed: EntryFeed,
  { reply_id: replyId, user_id: userId }: Question,
  options: { after?: Place | undefined; fresh?: boolean; signal: AbortSignal },
): AsyncGenerator<ReaderEntry> => followOverBus(bus, feed, { replyId, userId }, options)

/** Why a question has no answer and gets none; undefined: it has, or may get one. */
export const failureOf = ({ status, problem }: Pick<Question, 'status' | 'problem'>) =>
  status === 'failed' && problem ? unpack(problem) : undefined
