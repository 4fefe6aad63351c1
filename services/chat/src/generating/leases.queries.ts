import { gathered } from '@lingzhi/db/gather'
import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** Serializes transactions that start one user's replies; otherwise two could take the user's last slot. */
const oneByOne = (userId: string) => sql`pg_advisory_xact_lock(hashtextextended(${userId}, 1))`

export interface Lease {
  workerId: string
  leaseMs: number
  userMax: number
}

const holderIsGone = (leaseMs: number) => sql<boolean>`not exists (
  select from workers where workers.id = replies.worker_id
  and workers.seen_at > clock_timestamp() - make_interval(secs => ${leaseMs / 1000}))`

/** Not left to wait for its asker, whose time may be over, or who may have stopped it. */
const waitsForNobody = sql<boolean>`(waits_until is null or waits_until <= clock_timestamp() or stop_requested)`

/**
 * Takes a reply for a worker and begins its next attempt, if it is queued or its holder is gone. Undefined when it is
 * neither, or the user already has `userMax` replies running: the worker that ends one of those nudges the next.
 */
export function takeReply(db: Db, replyId: string, userId: string | null, lease: Lease) {
  return db.transaction().execute(async (trx) => {
    // The commit need not reach the disk: if it is lost, the reply is taken again.
    await sql`select set_config('synchronous_commit', 'off', true),
      ${userId === null ? sql`null` : oneByOne(userId)}`.execute(trx)
    let query = trx
      .updateTable('replies')
      .set({ status: 'running', worker_id: lease.workerId, waits_until: null })
      .set((eb) => ({ attempt: eb('attempt', '+', 1), started_at: sql<Date>`coalesce(started_at, now())` }))
      .where('id', '=', replyId)
      .where((eb) =>
        eb.or([
          eb('status', '=', 'queued'),
          eb.and([eb('status', '=', 'running'), holderIsGone(lease.leaseMs), waitsForNobody]),
        ]),
      )
      .returningAll()
    if (userId !== null)
      query = query.where(
        sql<boolean>`(select count(*) from replies other where other.user_id = ${userId}
          and other.status = 'running' and other.waits_until is null and other.id <> replies.id) < ${lease.userMax}`,
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

/** Whether this attempt of this worker may still write. */
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

/** Releases an unfinished reply, so that another worker can take it at once. */
export async function releaseReply(db: Db, replyId: string, workerId: string) {
  await db
    .updateTable('replies')
    .set({ worker_id: null })
    .where('id', '=', replyId)
    .where('worker_id', '=', workerId)
    .where('status', '=', 'running')
    .execute()
}

/** The user's oldest queued reply, to be nudged when another of theirs has ended. */
export const nextOfUser = gathered(async (db: Db, userIds: string[]) => {
  const { rows } = await sql<{ id: string; user_id: string }>`
    select distinct on (user_id) id, user_id from replies
    where user_id = any(${userIds}::uuid[]) and status = 'queued' order by user_id, created_at`.execute(db)
  return userIds.map((userId) => rows.find(({ user_id }) => user_id === userId))
})

/** The guests' oldest queued reply. */
export const nextOfGuests = (db: Db) =>
  db
    .selectFrom('replies')
    .select('id')
    .where('status', '=', 'queued')
    .where('user_id', 'is', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()

/** Records that a worker is alive, and returns the replies it holds. */
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
 * The replies that no worker is generating: their holder is gone, or they have been queued for longer than any nudge
 * takes. Sets `nudged_at`, so that only one of several replicas nudges each.
 */
export async function claimForgotten(db: Db, leaseMs: number, nudgedBeforeMs: number, max: number) {
  const { rows } = await sql<{ id: string; user_id: string | null; attempt: number }>`
    update replies set nudged_at = clock_timestamp() where id in (
      select id from replies
      where (status = 'running' and ${holderIsGone(leaseMs)} and ${waitsForNobody}
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

/** Removes workers that have not been seen for an hour; they hold nothing any more. */
export async function forgetWorkers(db: Db): Promise<void> {
  await sql`delete from workers where seen_at < clock_timestamp() - interval '1 hour'`.execute(db)
}

/** Whether a live worker is generating this reply, or it has ended. */
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

/** Number of replies that wait for a slot, on any replica. */
export async function countQueued(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('replies')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow()
  return count
}
