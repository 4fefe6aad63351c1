import { newId } from '@lingzhi/contracts/ids'
import { gathered } from '@lingzhi/db/gather'
import { widerTimes } from '@lingzhi/http/network-of'
import { ownTerms, searchTerms } from '@lingzhi/search-terms/search-terms'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { titleFrom } from '../conversations/titles.ts'
import type { Db, RepliesTable, ReplyOptions } from '../database.ts'

export interface NewReply {
  id: string
  /** A new conversation is created under this id, with the question as its first message. */
  conversation: { id: string; isNew: boolean }
  /** Null for a guest. */
  userId: string | null
  /** See networkIdOf; none: not known, or a user's. */
  network?: string | null
  agentId: number
  /** Undefined: the last message of the active path is answered. */
  question: string | undefined
  options: ReplyOptions
  requestId: string
  at: Date
}

export interface Capacity {
  /** The worker that reserved a slot for the reply; undefined: none has one free. */
  worker: { id: string; userMax: number } | undefined
  /** Most unfinished replies of this caller, this one included; undefined: any number, as with the next. */
  unfinishedMax?: number
  queueMax: number
  /** Guests' part of `queueMax`. */
  guestsQueueMax?: number
}

/**
 * Stores a question with its pending answer (see migration 0011), together with others that are asked at the same time.
 * The reply runs on the worker if no other reply is queued and the user has fewer than `userMax` running; otherwise it
 * is queued.
 */
export function callBeginReply(
  db: Db,
  reply: NewReply,
  { worker, unfinishedMax, queueMax, guestsQueueMax }: Capacity,
): Promise<Begun> {
  const { conversation, userId, options, at } = reply
  const question = reply.question?.toWellFormed()
  const title = question === undefined ? null : titleFrom(question)
  return beginReplies(db, {
    id: reply.id,
    conversation: conversation.id,
    is_new: conversation.isNew,
    caller: userId,
    network: reply.network,
    agent: reply.agentId,
    question_id: newId(),
    question,
    terms: ownTerms(question ?? '', userId),
    title,
    title_terms: searchTerms(title ?? ''),
    answer_id: newId(),
    options,
    request: reply.requestId,
    at,
    worker: worker?.id,
    user_max: worker?.userMax ?? 0,
    unfinished_max: unfinishedMax,
    wider_unfinished_max: unfinishedMax === undefined ? undefined : unfinishedMax * widerTimes,
    queue_max: queueMax,
    guests_queue_max: guestsQueueMax,
  })
}

type Begun = Selectable<RepliesTable> & {
  outcome: 'begun' | 'queue full' | 'share used up' | 'no conversation'
}

interface Beginning {
  conversation: string
  caller: string | null
  [argument: string]: unknown
}

const beginReplies = gathered(
  async (db: Db, beginnings: Beginning[]): Promise<Begun[]> => {
    const rows = beginnings.map((beginning, n) => ({ ...beginning, n }))
    const { rows: begun } = await sql<Begun & { n: number }>`
      select n, outcome, (reply).* from begin_replies(${JSON.stringify(rows)})`.execute(db)
    return begun.toSorted((one, other) => one.n - other.n).map(({ n: _, ...row }) => row)
  },
  // Four: a row that somebody holds locked does not hold up all.
  { batchesMax: 4, keyOf: ({ caller, conversation }) => caller ?? conversation },
)

/** The agent that was last asked this question, and with what options. */
export function lastAsked(db: Db, questionId: string) {
  return db
    .selectFrom('replies')
    .select(['agent_id', 'options'])
    .where('question_id', '=', questionId)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}
