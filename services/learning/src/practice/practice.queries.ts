import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { PracticeSession, Variant } from '../notebook-tables.ts'

/** Sessions of a learner that are kept, the newest: what came of an older one is a review. */
const sessionsMax = 1_000

export async function beginSession(
  db: Db,
  { userId, mistakeId, at }: { userId: string; mistakeId: string; at: Date },
): Promise<PracticeSession> {
  const begun = await db
    .insertInto('review_sessions')
    .values({ id: newId(), user_id: userId, mistake_id: mistakeId, created_at: at, updated_at: at })
    .returningAll()
    .executeTakeFirstOrThrow()
  await sql`delete from review_sessions where id in (select id from review_sessions
    where user_id = ${userId} order by id desc offset ${sessionsMax})`.execute(db)
  return begun
}

export const findSession = (db: Db, userId: string, id: string): Promise<PracticeSession | undefined> =>
  db
    .selectFrom('review_sessions')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()

export interface SessionChange {
  stage?: number
  status?: PracticeSession['status']
  attempts?: number
  tries?: number
  variants?: Record<number, Variant>
  open_question?: boolean
  review_id?: string | null
  judged_by?: PracticeSession['judged_by']
  ended_at?: Date
}

/** Changes a session that is still as it was read; undefined when another request changed it meanwhile. */
export const changeSession = (
  db: Db,
  before: PracticeSession,
  { variants, ...change }: SessionChange,
  at: Date,
): Promise<PracticeSession | undefined> =>
  db
    .updateTable('review_sessions')
    .set({ ...change, ...(variants && { variants: JSON.stringify(variants) }), updated_at: at })
    .where('id', '=', before.id)
    .where('stage', '=', before.stage)
    .where('status', '=', before.status)
    .where('attempts', '=', before.attempts)
    .where('tries', '=', before.tries)
    .returningAll()
    .executeTakeFirst()
