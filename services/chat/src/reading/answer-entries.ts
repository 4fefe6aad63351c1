import type { ReadReplyEntries, ReplyEntry } from '@lingzhi/contracts/chat-replies'
import { replyEntriesVersion } from '@lingzhi/contracts/chat-replies'
import type { Static } from 'typebox'
import type { Deps } from '../deps.ts'
import { lookUp } from './follow-reply.ts'
import { findReply } from './reading.queries.ts'
import { ReplyNotFound } from './stream-reply.ts'

/** Each takes at most six bytes in JSON, and a message of the bus one megabyte. */
const pieceCharsMax = 32_000
const bytesMax = 600_000

/** What is stored of a reply, for other services; REPLY_NOT_FOUND for another user's. */
export async function readReplyEntries(
  deps: Pick<Deps, 'db' | 'cache'>,
  { reply_id, user_id, after }: Static<typeof ReadReplyEntries.request>,
): Promise<Static<typeof ReadReplyEntries.result>> {
  const reply = await findReply(deps.db, reply_id)
  const found = reply?.user_id === user_id ? await lookUp(deps, reply_id, after) : undefined
  if (!found) throw ReplyNotFound()
  const entries: ReplyEntry[] = []
  let bytes = 0
  let more = false
  for (const entry of found.entries.flatMap(piecesOf)) {
    bytes += Buffer.byteLength(JSON.stringify(entry))
    more = bytes > bytesMax && entries.length > 0
    if (more) break
    entries.push(entry)
  }
  const { attempt, ended, ahead = null } = found
  return { version: replyEntriesVersion, attempt, ended, ahead, entries, more }
}

/** The entry, in pieces if it is long; no character is split. */
function piecesOf(entry: ReplyEntry): ReplyEntry[] {
  if (entry.kind !== 'text' || entry.text.length <= pieceCharsMax) return [entry]
  const start = entry.position - entry.text.length
  const pieces: ReplyEntry[] = []
  for (let from = 0; from < entry.text.length; ) {
    const most = entry.text.slice(from, from + pieceCharsMax)
    const splits = most.length === pieceCharsMax && /[\ud800-\udbff]$/.test(most)
    const text = splits ? most.slice(0, -1) : most
    from += text.length
    pieces.push({ ...entry, position: start + from, text })
  }
  return pieces
}
