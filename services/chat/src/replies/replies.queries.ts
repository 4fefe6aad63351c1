import { sql } from 'kysely'
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

/** Makes those who begin one user's replies go one by one until they commit, or two could see the last free place. */
const oneByOne = (userId: string) => sql`pg_advisory_xact_lock(hashtextextended(${userId}, 1))`

/** May one more of the user's replies be generated? Holds off others who would ask, until the transaction ends. */
export async function userHasPlace(trx: Db, userId: string, max: number): Promise<boolean> {
  await sql`select ${oneByOne(userId)}`.execute(trx)
  const { count } = await trx
    .selectFrom('replies')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('status', '=', 'running')
    .executeTakeFirstOrThrow()
  return count < max
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

export interface Lease {
  workerId: string
  leaseMs: number
  userMax: number
}

const holderIsGone = (leaseMs: number) => sql<boolean>`not exists (
  select from workers where workers.id = replies.worker_id
  and workers.seen_at > clock_timestamp() - make_interval(secs => ${leaseMs / 1000}))`

/**
 * Takes a reply for a worker and begins its next attempt: one that waits, or one whose holder is no longer
 * seen. Undefined when there is nothing to take, or the user has their share running already: whoever ends
 * one of those calls the next.
 */
export function takeReply(db: Db, replyId: string, userId: string | null, lease: Lease) {
  return db.transaction().execute(async (trx) => {
    // The commit need not reach the disk: a lost beginning is begun again.
    await sql`select set_config('synchronous_commit', 'off', true),
      ${userId === null ? sql`null` : oneByOne(userId)}`.execute(trx)
    let query = trx
      .updateTable('replies')
      .set({ status: 'running', worker_id: lease.workerId })
      .set((eb) => ({ attempt: eb('attempt', '+', 1), started_at: sql<Date>`coalesce(started_at, now())` }))
      .where('id', '=', replyId)
      .where((eb) =>
        eb.or([
          eb('status', '=', 'queued'),
          eb.and([eb('status', '=', 'running'), holderIsGone(lease.leaseMs)]),
        ]),
      )
      .returningAll()
    if (userId !== null)
      query = query.where(
        sql<boolean>`(select count(*) from replies other where other.user_id = ${userId}
          and other.status = 'running' and other.id <> replies.id) < ${lease.userMax}`,
      )
    return query.executeTakeFirst()
  })
}

/** Fences the attempts so far and begins the next; undefined when the reply is no longer this worker's. */
export async function nextAttempt(db: Db, replyId: string, attempt: number, workerId: string) {
  const row = await db
    .updateTable('replies')
    .set((eb) => ({ attempt: eb('attempt', '+', 1) }))
    .where('id', '=', replyId)
    .where('attempt', '=', attempt)
    .where('worker_id', '=', workerId)
    .where('status', '=', 'running')
    .returning('attempt')
    .executeTakeFirst()
  return row?.attempt
}

/** Is this attempt of this worker still the one that may write? */
export async function holdsReply(db: Db, replyId: string, attempt: number, workerId: string) {
  const row = await db
    .selectFrom('replies')
    .select('id')
    .where('id', '=', replyId)
    .where('attempt', '=', attempt)
    .where('worker_id', '=', workerId)
    .where('status', '=', 'running')
    .executeTakeFirst()
  return row !== undefined
}

/** Gives a reply back unfinished, for another worker to take at once. */
export async function releaseReply(db: Db, replyId: string, workerId: string) {
  await db
    .updateTable('replies')
    .set({ worker_id: null })
    .where('id', '=', replyId)
    .where('worker_id', '=', workerId)
    .where('status', '=', 'running')
    .execute()
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

/** The user's oldest waiting reply, to be called when one of theirs has ended. */
export function nextOfUser(db: Db, userId: string) {
  return db
    .selectFrom('replies')
    .select(['id', 'user_id'])
    .where('user_id', '=', userId)
    .where('status', '=', 'queued')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
}

/** Shows that a worker lives, and returns the replies that are its to generate. */
export async function beat(db: Db, workerId: string) {
  await sql`insert into workers (id, seen_at) values (${workerId}, clock_timestamp())
    on conflict (id) do update set seen_at = excluded.seen_at`.execute(db)
  return db
    .selectFrom('replies')
    .select(['id', 'stop_requested'])
    .where('status', '=', 'running')
    .where('worker_id', '=', workerId)
    .execute()
}

export async function removeWorker(db: Db, workerId: string): Promise<void> {
  await db.deleteFrom('workers').where('id', '=', workerId).execute()
}

/**
 * The replies that nobody works on: their holder is gone, or their nudge was lost (they wait longer than
 * any nudge takes). Claimed by the time of nudging, so that of many sweepers one calls each of them.
 */
export async function claimForgotten(db: Db, leaseMs: number, nudgedBeforeMs: number, max: number) {
  const { rows } = await sql<{ id: string; user_id: string | null; attempt: number }>`
    update replies set nudged_at = clock_timestamp() where id in (
      select id from replies
      where (status = 'running' and ${holderIsGone(leaseMs)}
          and nudged_at < clock_timestamp() - make_interval(secs => ${leaseMs / 3000}))
        or (status = 'queued' and nudged_at < clock_timestamp() - make_interval(secs => ${nudgedBeforeMs / 1000}))
      order by created_at limit ${max} for update skip locked)
    returning id, user_id, attempt`.execute(db)
  return rows
}

/** Marks a reply whose nudge could not be sent, so that the next sweep sends it. */
export async function markUnnudged(db: Db, replyId: string): Promise<void> {
  await db.updateTable('replies').set({ nudged_at: sql`to_timestamp(0)` }).where('id', '=', replyId).execute()
}

/** Workers nobody has seen for an hour are no longer anyone's holder. */
export async function forgetWorkers(db: Db): Promise<void> {
  await sql`delete from workers where seen_at < clock_timestamp() - interval '1 hour'`.execute(db)
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

/** Does somebody who is seen generate this reply, or has it ended? */
export async function isGenerated(db: Db, replyId: string, leaseMs: number): Promise<boolean> {
  const row = await db
    .selectFrom('replies')
    .select('id')
    .where('id', '=', replyId)
    .where((eb) =>
      eb.or([
        eb('status', 'not in', ['queued', 'running']),
        eb.and([eb('status', '=', 'running'), eb.not(holderIsGone(leaseMs))]),
      ]),
    )
    .executeTakeFirst()
  return row !== undefined
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
    .select(['replies.conversation_id', 'replies.user_id', 'replies.agent_id', 'model_config'])
    .select(['question.content as question', 'answer.content as answer'])
    .where('replies.id', '=', replyId)
    .where('replies.status', '=', 'completed')
    .where('question.depth', '=', 1)
    .where('title_source', '=', 'question')
    .executeTakeFirst()
}
