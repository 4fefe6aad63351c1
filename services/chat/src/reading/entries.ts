import type { Usage } from '@lingzhi/model-client/generate'
import type { StoredProblem } from './stored-problem.ts'

/** A place in a reply's stream: the attempt, and the UTF-16 units said in it. */
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
 * One entry of a reply's log, announced in the same shape. `position` is the place after it, so that a
 * reader sees at once whether something is missing before it.
 */
export type Entry = Place &
  ({ kind: 'text'; part: Part; text: string } | { kind: 'reset' } | { kind: 'end'; outcome: Outcome })

/** The entry's id in the log, which is also its SSE event id. The end comes one after the last unit. */
export const entryId = ({ kind, attempt, position }: Entry): string =>
  `${attempt}-${kind === 'end' ? position + 1 : position}`

/** Reads an event id back; undefined for what is none of ours. */
export function parseEntryId(id: string | undefined): Place | undefined {
  const [, attempt, position] = /^(\d{1,9})-(\d{1,12})$/.exec(id ?? '') ?? []
  return attempt && position ? { attempt: Number(attempt), position: Number(position) } : undefined
}

/** The reply's log: one key, so that it lives on one node of a cluster. */
export const logKey = (replyId: string): string => `reply:{${replyId}}`

/** Where entries are announced, without guarantee and without a store. */
export const liveSubject = (replyId: string): string => `live.reply.${replyId}`

/** What names a reply, its question and its answer to a reader. */
export interface ReplyIds {
  id: string
  conversation_id: string
  message_id: string
  question_id: string
  agent_id: number
}
