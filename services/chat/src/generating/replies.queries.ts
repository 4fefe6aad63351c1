import { newId } from '@lingzhi/contracts/ids'
import type { Usage } from '@lingzhi/model-client/generate'
import { currentTrace } from '@lingzhi/runtime/trace'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { ownTerms, searchTerms } from '../conversations/search-terms.ts'
import { titleFrom } from '../conversations/titles.ts'
import type { Db, RepliesTable, ReplyOptions, ReplyStatus, StoredProblem } from '../database.ts'
import type { Outcome } from '../reading/entries.ts'

export interface NewReply {
  id: string
  /** A new one begins with the question, under this id. */
  conversation: { id: string; isNew: boolean }
  /** Null for a guest. */
  userId: string | null
  agentId: number
  /** Undefined: what the active path ends with is answered. */
  question: string | undefined
  options: ReplyOptions
  requestId: string
  at: Date
}

/** The worker that has a place for it, and the bounds. */
export interface Room {
  worker: { id: string; userMax: number } | undefined
  queueMax: number
}

/**
 * Stores a question with its pending answer, in one call (see migration 0006). The reply is the worker's, running, if
 * nobody waits and the user has not their share running already; queued otherwise.
 */
export async function insertReply(db: Db, reply: NewReply, { worker, queueMax }: Room) {
  const { conversation, userId, question, options, at } = reply
  const title = question === undefined ? null : titleFrom(question)
  const { rows } = await sql<
    Selectable<RepliesTable> & { outcome: 'begun' | 'queue full' | 'no conversation' }
  >`select outcome, (reply).* from begin_reply(
    ${reply.id}, ${conversation.id}, ${conversation.isNew}, ${userId}, ${reply.agentId},
    ${newId()}, ${question ?? null}, ${ownTerms(question ?? '', userId)}, ${title}, ${searchTerms(title ?? '')},
    ${newId()}, ${JSON.stringify(options)}, ${reply.requestId}, ${at},
    ${worker?.id ?? null}, ${worker?.userMax ?? 0}, ${queueMax})`.execute(db)
  const [begun] = rows
  if (!begun) throw new Error('begin_reply returned nothing')
  return begun
}

/** Replies that wait for a place, on whichever replica. */
export async function countQueued(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('replies')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow()
  return count
}

/** How many replies wait before this one. */
export async function queuePosition(db: Db, replyId: string): Promise<number> {
  const { count } = await db
    .selectFrom('replies as other')
    .innerJoin('replies as reply', (join) => join.on('reply.id', '=', replyId))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('other.status', '=', 'queued')
    .whereRef('other.created_at', '<', 'reply.created_at')
    .executeTakeFirstOrThrow()
  return count
}

/** A reply as readers need it: its state, and its texts once it has ended. */
export async function findStoredReply(db: Db, replyId: string) {
  const row = await db
    .selectFrom('replies')
    .innerJoin('messages', 'messages.id', 'replies.message_id')
    .select(['replies.status', 'attempt', 'runs', 'reasoning', 'content', 'finish_reason', 'usage', 'cached'])
    .select(['model', 'provider', 'attempts', 'problem'])
    .where('replies.id', '=', replyId)
    .executeTakeFirst()
  if (!row) return undefined
  const { finish_reason, usage, cached, model, provider, attempts, problem, ...rest } = row
  const outcome: Outcome = {
    finish_reason: finish_reason ?? 'error',
    usage,
    cached,
    model,
    provider,
    attempts,
    problem,
  }
  return { ...rest, finished: row.status !== 'queued' && row.status !== 'running', outcome }
}

/** Where a reply belongs, for deciding who may read it. */
export function findReply(db: Db, replyId: string) {
  return db
    .selectFrom('replies')
    .innerJoin('conversations', 'conversations.id', 'replies.conversation_id')
    .select(['replies.id', 'replies.conversation_id', 'replies.message_id', 'replies.question_id'])
    .select([
      'replies.agent_id',
      'replies.status',
      'replies.attempt',
      'replies.options',
      'conversations.user_id',
    ])
    .where('replies.id', '=', replyId)
    .executeTakeFirst()
}

export interface Ending {
  status: Exclude<ReplyStatus, 'queued' | 'running'>
  attempt: number
  /** Null: a reply that nobody runs. */
  workerId: string | null
  finishReason: string
  problem: StoredProblem | null
  usage: Usage | null
  model: string | null
  provider: string | null
  attempts: number | null
  cached: boolean
  runs: readonly number[]
  firstTokenAt: Date | null
  endedAt: Date
}

/**
 * Stores a reply's end, in one call (see migration 0006): text, usage and fact commit together, once. False when the
 * attempt was succeeded or ended before, or the reply is gone: then nothing is stored.
 */
export async function endReply(
  db: Db,
  reply: { id: string; userId: string | null },
  ending: Ending,
  text: { reasoning: string; content: string },
  timeZone: string,
): Promise<boolean> {
  const { rows } = await sql<{ stored: boolean }>`select finish_reply(
    ${reply.id}, ${ending.attempt}, ${ending.workerId}, ${ending.status}, ${ending.finishReason},
    ${toJson(ending.problem)}, ${toJson(ending.usage)}, ${ending.model}, ${ending.provider}, ${ending.attempts},
    ${ending.cached}, ${[...ending.runs]}, ${ending.firstTokenAt}, ${ending.endedAt},
    ${text.content}, ${text.reasoning}, ${ownTerms(text.content, reply.userId)}, ${timeZone},
    ${newId()}, ${currentTrace() ?? null}) as stored`.execute(db)
  return rows[0]?.stored === true
}

const toJson = (value: object | null) => value && JSON.stringify(value)

/** Remembers the wish to stop, for a worker that did not hear it. Returns the reply's state. */
export function requestStop(db: Db, replyId: string) {
  return db
    .updateTable('replies')
    .set({ stop_requested: true })
    .where('id', '=', replyId)
    .where('status', 'in', ['queued', 'running'])
    .returning(['status', 'attempt', 'worker_id', 'user_id'])
    .executeTakeFirst()
}

/** The agent that was last asked this question. */
export async function agentAsked(db: Db, questionId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('replies')
    .select('agent_id')
    .where('question_id', '=', questionId)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.agent_id
}

/** The user's replies that wait or are generated. */
export async function unfinishedOfUser(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('replies')
    .select('id')
    .where('user_id', '=', userId)
    .where('status', 'in', ['queued', 'running'])
    .execute()
  return rows.map(({ id }) => id)
}

/** The exchange that opened a conversation whose title is still its question's, if this reply completed it. */
export function firstExchange(db: Db, replyId: string) {
  return db
    .selectFrom('replies')
    .innerJoin('conversations', 'conversations.id', 'replies.conversation_id')
    .innerJoin('messages as question', 'question.id', 'replies.question_id')
    .innerJoin('messages as answer', 'answer.id', 'replies.message_id')
    .innerJoin('agents', 'agents.id', 'replies.agent_id')
    .select([
      'replies.conversation_id',
      'replies.user_id',
      'replies.agent_id',
      'model_config',
      'filters_version',
    ])
    .select(['question.content as question', 'answer.content as answer'])
    .where('replies.id', '=', replyId)
    .where('replies.status', '=', 'completed')
    .where('question.depth', '=', 1)
    .where('title_source', '=', 'question')
    .executeTakeFirst()
}
