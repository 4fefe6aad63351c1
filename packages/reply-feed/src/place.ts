import type { ReplyEntry } from '@lingzhi/contracts/chat-replies'

/** A place in a reply: the attempt, and the number of UTF-16 units, and of parts about tools, before it in that attempt. */
export interface Place {
  attempt: number
  position: number
}

/** The entry's id in the log, with which its SSE event id begins. The end's is one after the last unit. */
export const entryId = ({ kind, attempt, position }: ReplyEntry): string =>
  `${attempt}-${kind === 'end' ? position + 1 : position}`

/**
 * What the SSE event ids of a reply end in: the reply's id, in 22 characters. So an event id alone says what is resumed,
 * also when a client sends its POST again with it.
 */
export const replyTag = (replyId: string): string =>
  Buffer.from(replyId.replaceAll('-', ''), 'hex').toString('base64url')

const eventId = /^(\d{1,9})-(\d{1,12})(?:-([\w-]{22}))?$/

/**
 * The place that an event id names, and its reply, which the ids of older versions leave out; undefined for an id that is
 * not ours.
 */
export function parseEventId(id: string | undefined): (Place & { replyId?: string }) | undefined {
  const [, attempt, position, tag] = eventId.exec(id?.trim() ?? '') ?? []
  if (!attempt || !position) return undefined
  const place = { attempt: Number(attempt), position: Number(position) }
  if (!tag) return place
  const hex = Buffer.from(tag, 'base64url').toString('hex')
  return { ...place, replyId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') }
}
