import type { Db } from '../database.ts'

/** Records the stop for a worker that misses the message. Returns the reply's state; undefined if it has ended. */
export function requestStop(db: Db, replyId: string) {
  return db
    .updateTable('replies')
    .set({ stop_requested: true })
    .where('id', '=', replyId)
    .where('status', 'in', ['queued', 'running'])
    .returning(['status', 'attempt', 'worker_id', 'user_id'])
    .executeTakeFirst()
}

/** The same for all of a user's. Returns those that were queued, which no worker stops, and the ids of those that run. */
export async function requestStopsOf(db: Db, userId: string) {
  const rows = await db
    .updateTable('replies')
    .set({ stop_requested: true })
    .where('user_id', '=', userId)
    .where('status', 'in', ['queued', 'running'])
    .returningAll()
    .execute()
  return {
    queued: rows.filter(({ status }) => status === 'queued'),
    running: rows.filter(({ status }) => status === 'running').map(({ id }) => id),
  }
}

/** The ids of the user's replies that have not ended. */
export async function unfinishedOfUser(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('replies')
    .select('id')
    .where('user_id', '=', userId)
    .where('status', 'in', ['queued', 'running'])
    .execute()
  return rows.map(({ id }) => id)
}
