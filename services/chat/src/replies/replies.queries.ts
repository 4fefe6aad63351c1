import type { Db, RepliesTable, ReplyOptions, ReplyStatus, StoredProblem } from '../database.ts'
import type { Usage } from '../models/generate.ts'
import type { Outcome } from './entries.ts'

/** Stores a reply: waiting, or begun at once by the worker that has a place for it. */
export function insertReply(
  trx: Db,
  reply: Pick<
    RepliesTable,
    'id' | 'conversation_id' | 'question_id' | 'message_id' | 'user_id' | 'agent_id'
  > &
    Pick<RepliesTable, 'options' | 'request_id' | 'created_at'>,
  begunBy: string | undefined,
) {
  return trx
    .insertInto('replies')
    .values({
      ...reply,
      options: JSON.stringify(reply.options) as unknown as ReplyOptions,
      ...(begunBy === undefined
        ? { status: 'queued' as const }
        : { status: 'running' as const, worker_id: begunBy, attempt: 1, started_at: reply.created_at }),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** How many replies wait for a place to be generated. */
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

/** Ends the reply's row; undefined when the attempt was succeeded or ended before: then nothing may be stored. */
export function endReplyRow(trx: Db, replyId: string, ending: Ending) {
  return trx
    .updateTable('replies')
    .set({
      status: ending.status,
      finish_reason: ending.finishReason,
      problem: ending.problem && (JSON.stringify(ending.problem) as never),
      usage: ending.usage && (JSON.stringify(ending.usage) as never),
      model: ending.model,
      provider: ending.provider,
      attempts: ending.attempts,
      cached: ending.cached,
      runs: [...ending.runs],
      first_token_at: ending.firstTokenAt,
      ended_at: ending.endedAt,
    })
    .where('id', '=', replyId)
    .where('attempt', '=', ending.attempt)
    .where('status', 'in', ['queued', 'running'])
    .where('worker_id', 'is not distinct from', ending.workerId)
    .returning(['conversation_id', 'message_id', 'user_id', 'agent_id', 'request_id'])
    .executeTakeFirst()
}

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
