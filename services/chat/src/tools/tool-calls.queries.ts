import { transact } from '@lingzhi/db/retry'
import type { Insertable, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, ToolCallsTable, ToolRoundsTable } from '../database.ts'

export type ToolCallRow = Selectable<ToolCallsTable>
export type ToolRoundRow = Selectable<ToolRoundsTable>

/** Who may write about a reply's calls: the holder of its newest attempt. */
export interface Fence {
  replyId: string
  attempt: number
  workerId: string
}

/** How long a call waits for its asker. */
export const approvalHours = 24

/** Locks a reply for its holder until the transaction ends; false: it has left this worker. */
async function holds(trx: Db, { replyId, attempt, workerId }: Fence): Promise<boolean> {
  const row = await trx
    .selectFrom('replies')
    .select('id')
    .where('id', '=', replyId)
    .where('attempt', '=', attempt)
    .where('worker_id', '=', workerId)
    .where('status', '=', 'running')
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** The rounds of a reply so far, each with its calls, in their order. */
export async function roundsOf(db: Db, replyId: string) {
  const [rounds, calls] = await Promise.all([
    db.selectFrom('tool_rounds').selectAll().where('reply_id', '=', replyId).orderBy('round').execute(),
    db.selectFrom('tool_calls').selectAll().where('reply_id', '=', replyId).orderBy('place').execute(),
  ])
  return rounds.map((round) => ({ round, calls: calls.filter((call) => call.round === round.round) }))
}

export const callsOfRound = (db: Db, replyId: string, round: number): Promise<ToolCallRow[]> =>
  db
    .selectFrom('tool_calls')
    .selectAll()
    .where('reply_id', '=', replyId)
    .where('round', '=', round)
    .orderBy('place')
    .execute()

/** Stores a round and its calls, before any of them is made; undefined, with nothing stored, when the reply has left this worker. */
export function storeRound(
  db: Db,
  fence: Fence,
  round: Insertable<ToolRoundsTable>,
  calls: Insertable<ToolCallsTable>[],
): Promise<ToolCallRow[] | undefined> {
  return transact(db, async (trx) => {
    if (!(await holds(trx, fence))) return undefined
    await trx.insertInto('tool_rounds').values(round).execute()
    const rows = await trx.insertInto('tool_calls').values(calls).returningAll().execute()
    return rows.sort((a, b) => a.place - b.place)
  })
}

/** Begins calls that were approved, or may be made twice, under this attempt; false when the reply has left this worker. */
export function startCalls(db: Db, fence: Fence, ids: readonly string[], at: Date): Promise<boolean> {
  return transact(db, async (trx) => {
    if (!(await holds(trx, fence))) return false
    await trx
      .updateTable('tool_calls')
      .set({ status: 'running', attempt: fence.attempt, started_at: at })
      .where('id', 'in', ids)
      .where('status', 'in', ['approved', 'running'])
      .execute()
    return true
  })
}

export interface CallEnding {
  status: 'completed' | 'failed' | 'denied' | 'timed_out' | 'unknown'
  result: string
  truncated: boolean
}

/** Ends a call, once; false when it has ended, or belongs to another attempt by now. */
export async function endCall(
  db: Db,
  { id, attempt, from }: { id: string; attempt: number; from: 'running' | 'waiting_approval' },
  { status, result, truncated }: CallEnding,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('tool_calls')
    .set({ status, result, truncated, ended_at: at })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('status', '=', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Lets a reply wait for its asker, without a worker; `decided`: nothing waits any more, `lost`: the reply has left this worker. Whoever
 * decides locks the reply as well, so that no decision falls in between.
 */
export function parkReply(db: Db, fence: Fence): Promise<'parked' | 'decided' | 'lost'> {
  return transact(db, async (trx) => {
    if (!(await holds(trx, fence))) return 'lost'
    const waiting = await trx
      .selectFrom('tool_calls')
      .select('id')
      .where('reply_id', '=', fence.replyId)
      .where('status', '=', 'waiting_approval')
      .executeTakeFirst()
    if (!waiting) return 'decided'
    await trx
      .updateTable('replies')
      .set({ worker_id: null, waits: sql`waits + 1` })
      .set({ waits_until: sql`clock_timestamp() + make_interval(hours => ${approvalHours})` })
      .where('id', '=', fence.replyId)
      .execute()
    return 'parked'
  })
}

/** A call with the reply that waits for it, for its asker. */
export const findCall = (db: Db, id: string) =>
  db
    .selectFrom('tool_calls')
    .innerJoin('replies', 'replies.id', 'tool_calls.reply_id')
    .selectAll('tool_calls')
    .select(['replies.user_id', 'replies.conversation_id', 'replies.message_id'])
    .where('tool_calls.id', '=', id)
    .executeTakeFirst()

/**
 * Decides a call that waits, once, and wakes its reply when nothing else waits: the replicas look for it within half a second. False when it
 * does not wait any more.
 */
export function decideCall(
  db: Db,
  {
    id,
    replyId,
    approve,
    result,
    at,
  }: { id: string; replyId: string; approve: boolean; result: string; at: Date },
): Promise<boolean> {
  return transact(db, async (trx) => {
    const reply = await trx
      .selectFrom('replies')
      .select('id')
      .where('id', '=', replyId)
      .where('status', '=', 'running')
      .where('stop_requested', '=', false)
      .forUpdate()
      .executeTakeFirst()
    if (!reply) return false
    const { numUpdatedRows } = await trx
      .updateTable('tool_calls')
      .set(
        approve
          ? { status: 'approved', decided_at: at }
          : { status: 'denied', decided_at: at, ended_at: at, result },
      )
      .where('id', '=', id)
      .where('status', '=', 'waiting_approval')
      .where(sql<boolean>`created_at > ${new Date(at.getTime() - approvalHours * 3_600_000)}`)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await sql`update replies set waits_until = null, nudged_at = to_timestamp(0)
      where id = ${replyId} and waits_until is not null
        and not exists (select from tool_calls where reply_id = ${replyId} and status = 'waiting_approval')`.execute(
      trx,
    )
    return true
  })
}

/** Ends what a reply that has ended leaves open: what was asked was not done, and of what was under way nobody knows. */
export async function closeCalls(trx: Db, replyId: string, at: Date): Promise<void> {
  await sql`update tool_calls set ended_at = ${at},
      status = case status when 'running' then 'unknown' else 'denied' end,
      result = coalesce(result, '')
    where reply_id = ${replyId} and status in ('waiting_approval', 'approved', 'running')`.execute(trx)
}
