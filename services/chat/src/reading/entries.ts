import type { Usage } from '@lingzhi/model-client/model-events'
import type { StoredProblem } from './stored-problem.ts'

/** A place in a reply: the attempt, and the number of UTF-16 units before it in that attempt. */
export interface Place {
  attempt: number
  position: number
}

export type Part = 'reasoning' | 'content'

/** What a reader gets at the end. */
export interface Outcome {
  finish_reason: string
  usage: Usage | null
  cached: boolean
  model: string | null
  provider: string | null
  /** Calls made to providers. */
  attempts: number | null
  problem: StoredProblem | null
}

/**
 * One entry of a reply's log, announced in the same shape. `position` is where it ends, so that a reader notices when
 * something before it is missing.
 */
export type Entry = Place &
  ({ kind: 'text'; part: Part; text: string } | { kind: 'reset' } | { kind: 'end'; outcome: Outcome })

/** The entry's id in the log, with which its SSE event id begins. The end's is one after the last unit. */
export const entryId = ({ kind, attempt, position }: Entry): string =>
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

/** The key of a reply's log: a single one, so that it lives on one node of a cluster. */
export const logKey = (replyId: string): string => `reply:{${replyId}}`

/** The subject on which entries are announced, without guarantee and without storage. */
export const liveSubject = (replyId: string): string => `live.reply.${replyId}`

/** The ids that a reader gets of a reply. */
export interface ReplyIds {
  id: string
  conversation_id: string
  message_id: string
  question_id: string
  agent_id: number
}
