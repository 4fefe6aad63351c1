import { recordFact } from '@lingzhi/bus/outbox'
import { CompletionEnded } from '@lingzhi/contracts/chat-completions'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { defaultAgentId } from '../agents/agents.queries.ts'
import type { CompletionsTable, Db } from '../database.ts'
import { takeTurn } from '../take-turn.ts'
import { recordUsage } from '../usage/usage.queries.ts'

export type Completion = Selectable<CompletionsTable>

export type NewCompletion = Pick<
  Completion,
  | 'id'
  | 'user_id'
  | 'purpose'
  | 'schema_name'
  | 'schema'
  | 'messages'
  | 'file_ids'
  | 'seed'
  | 'priority'
  | 'request_id'
  | 'created_at'
>

/** Of one user, and of all; beyond them a completion is refused. */
const unfinishedMax = { user: 500, all: 20_000 }

/** Stores a completion, one after the other, so that the bounds hold for many at once; 'known' when there is one of this id already, 'full' when too many are unfinished, 'share' when too many of one user are. */
export async function insertCompletion(
  trx: Db,
  { schema, messages, file_ids, ...row }: NewCompletion,
): Promise<'new' | 'known' | 'share' | 'full'> {
  await takeTurn(trx, 'unfinished completions')
  const { rows } = await sql<{ known: boolean; of_user: number; of_all: number }>`select
    exists (select from completions where id = ${row.id}) as known,
    (select count(*) from completions where user_id = ${row.user_id} and status in ('queued', 'running'))::int as of_user,
    (select count(*) from completions where status in ('queued', 'running'))::int as of_all`.execute(trx)
  const [{ known, of_user, of_all } = { known: false, of_user: 0, of_all: 0 }] = rows
  if (known) return 'known'
  if (of_user >= unfinishedMax.user) return 'share'
  if (of_all >= unfinishedMax.all) return 'full'
  const inserted = await trx
    .insertInto('completions')
    .values({
      ...row,
      schema: JSON.stringify(schema),
      messages: JSON.stringify(messages),
      file_ids: file_ids && JSON.stringify(file_ids),
      status: 'queued',
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted ? 'new' : 'known'
}

export const findCompletion = (db: Db, id: string) =>
  db.selectFrom('completions').selectAll().where('id', '=', id).executeTakeFirst()

/** Longest time that people's replies which wait are let pass first. */
const givesWayMaxS = 60

/**
 * Takes the completion whose turn it is for a worker, and begins its next attempt: one that is queued, or whose worker is gone. Those
 * that a person waits for first, then the oldest; none of a user who has `userMax` running, and none while replies wait for
 * a slot. Undefined: there is none.
 */
export async function claimCompletion(
  db: Db,
  { workerId, leaseMs, userMax }: { workerId: string; leaseMs: number; userMax: number },
): Promise<Completion | undefined> {
  const { rows } = await sql<Completion>`
    update completions set status = 'running', worker_id = ${workerId}, attempt = attempt + 1 where id = (
      select id from completions one
      where (status = 'queued' or (status = 'running' and not exists (select from workers
          where workers.id = one.worker_id
          and workers.seen_at > clock_timestamp() - make_interval(secs => ${leaseMs / 1000}))))
        and status in ('queued', 'running')
        and (user_id is null or (select count(*) from completions other
          where other.user_id = one.user_id and other.status = 'running' and other.id <> one.id) < ${userMax})
        and (created_at < clock_timestamp() - make_interval(secs => ${givesWayMaxS})
          or not exists (select from replies where replies.status = 'queued'))
      order by priority = 'batch', created_at limit 1 for update skip locked)
    returning *`.execute(db)
  return rows[0]
}

export interface CompletionEnding {
  status: 'completed' | 'failed'
  value?: unknown
  problem?: unknown
  usage: Completion['usage']
  model: string | null
  provider: string | null
  tries: number
  at: Date
  timeZone: string
}

/** Stores an end: value, usage and fact commit together, once. False when another attempt has begun, or it was removed. */
export async function endCompletion(
  trx: Db,
  { id, attempt, worker_id, purpose, user_id }: Completion,
  { status, value, problem, usage, model, provider, tries, at, timeZone }: CompletionEnding,
): Promise<boolean> {
  const ended = await trx
    .updateTable('completions')
    .set({
      status,
      value: value === undefined ? null : JSON.stringify(value),
      problem: problem === undefined ? null : JSON.stringify(problem),
      usage: usage === null ? null : JSON.stringify(usage),
      model,
      provider,
      tries,
      ended_at: at,
    })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('worker_id', '=', worker_id)
    .where('status', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  if (!ended) return false
  if (usage && model)
    await recordUsage(trx, { userId: user_id, agentId: defaultAgentId, model, purpose, usage, at, timeZone })
  await recordFact(trx, CompletionEnded, { id, purpose, status })
  return true
}

/** Gives an unfinished completion back, so that another worker takes it at once. */
export async function releaseCompletion(
  db: Db,
  { id, attempt, worker_id }: Pick<Completion, 'id' | 'attempt' | 'worker_id'>,
): Promise<void> {
  await db
    .updateTable('completions')
    .set({ status: 'queued', worker_id: null })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('worker_id', '=', worker_id)
    .where('status', '=', 'running')
    .execute()
}

/** Removes the texts of completions that ended before an instant; the rows stay. Returns how many. */
export async function removeBodies(db: Db, before: Date, max: number): Promise<number> {
  const { numAffectedRows } =
    await sql`update completions set schema = null, messages = null, file_ids = null, value = null
    where id in (select id from completions where ended_at < ${before} and messages is not null limit ${max})`.execute(
      db,
    )
  return Number(numAffectedRows ?? 0)
}

export async function deleteCompletionsOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('completions').where('user_id', '=', userId).execute()
}

/** Removes the rows of completions that ended before an instant, at most so many. */
export async function deleteOldCompletions(db: Db, before: Date, max: number): Promise<number> {
  const { numAffectedRows } = await sql`delete from completions
    where id in (select id from completions where ended_at < ${before} limit ${max})`.execute(db)
  return Number(numAffectedRows ?? 0)
}
