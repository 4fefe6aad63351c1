import { transact } from '@lingzhi/db/retry'
import { sql } from 'kysely'
import type { Db, Session } from '../database.ts'
import { forgetTopics } from '../events/record-events.ts'
import { lockSpace } from '../space.ts'

export const findSession = (db: Db, id: string, userId: string): Promise<Session | undefined> =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()

/** Stores a new session; chat has its conversation once its first question was asked. */
export const insertSession = (
  db: Db,
  session: Omit<Session, 'status' | 'question_count' | 'total_tokens' | 'begun_at'>,
): Promise<Session> => db.insertInto('sessions').values(session).returningAll().executeTakeFirstOrThrow()

export interface SessionList {
  userId: string
  status?: 'active' | 'archived' | undefined
  subject?: string | undefined
  /** A part of the title, whatever its case. */
  search?: string | undefined
}

function matching(db: Db, { userId, status, subject, search }: SessionList) {
  let sessions = db.selectFrom('sessions').where('user_id', '=', userId)
  if (status) sessions = sessions.where('status', '=', status)
  if (subject) sessions = sessions.where('subject', '=', subject as Session['subject'] & string)
  if (search) sessions = sessions.where(sql<boolean>`strpos(lower(title), lower(${search})) > 0`)
  return sessions
}

/** The sessions that were last asked in first, and one more if another page follows. */
export function listSessions(
  db: Db,
  list: SessionList,
  { limit, before, offset = 0 }: { limit: number; before?: [string, string] | undefined; offset?: number },
): Promise<Session[]> {
  let sessions = matching(db, list).selectAll()
  if (before)
    sessions = sessions.where(
      sql<boolean>`(last_asked_at, conversation_id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`,
    )
  return sessions
    .orderBy('last_asked_at', 'desc')
    .orderBy('conversation_id', 'desc')
    .limit(limit + 1)
    .offset(offset)
    .execute()
}

export async function countSessions(db: Db, list: SessionList): Promise<number> {
  const { count } = await matching(db, list)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export const changeSession = (
  db: Db,
  id: string,
  userId: string,
  change: Partial<Pick<Session, 'title' | 'subject' | 'grade_level' | 'status'>>,
  at: Date,
): Promise<Session | undefined> =>
  db
    .updateTable('sessions')
    .set({ ...change, updated_at: at })
    .where('conversation_id', '=', id)
    .where('user_id', '=', userId)
    .returningAll()
    .executeTakeFirst()

/** What chat no longer has, learning does not keep: questions and answers go with their session, and what days say of them has no text. */
export async function removeSessions(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await transact(db, async (trx) => {
    const owners = await trx
      .selectFrom('sessions')
      .select('user_id')
      .distinct()
      .where('conversation_id', 'in', ids)
      .orderBy('user_id')
      .execute()
    for (const { user_id } of owners) await lockSpace(trx, user_id)
    const questions = await trx
      .selectFrom('questions')
      .select(['id', 'user_id'])
      .where('conversation_id', 'in', ids)
      .orderBy('user_id')
      .execute()
    await trx.deleteFrom('sessions').where('conversation_id', 'in', ids).execute()
    for (const [userId, own] of Map.groupBy(questions, ({ user_id }) => user_id))
      await forgetTopics(
        trx,
        userId,
        own.map(({ id }) => id),
      )
  })
}
