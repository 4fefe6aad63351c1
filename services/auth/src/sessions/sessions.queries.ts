import { newId } from '@lingzhi/contracts/ids'
import { sql } from 'kysely'
import type { UserRow } from '../accounts/account.ts'
import type { Caller } from '../caller.ts'
import type { Db } from '../database.ts'

/** Used generations remembered for the overlap: far more than a client can use up in that time. */
const spentMax = 32

/** Adds a session for a user whose password was just checked. */
export function insertSession(
  trx: Db,
  { userId, caller, at, expiresAt }: { userId: string; caller: Caller; at: Date; expiresAt: Date },
) {
  return trx
    .insertInto('sessions')
    .values({
      id: newId(),
      user_id: userId,
      generation: 0,
      spent: [],
      device: caller.device,
      user_agent: caller.userAgent,
      address: caller.address,
      created_at: at,
      last_used_at: at,
      expires_at: expiresAt,
    })
    .returning(['id', 'generation', 'expires_at'])
    .executeTakeFirstOrThrow()
}

export interface Spending {
  sessionId: string
  generation: number
  caller: Caller
  at: Date
  /** Until when the session lasts without another refresh, and from its creation at most this long. */
  expiresAt: Date
  sessionMaxDays: number
  /** Generations spent before this are forgotten. */
  overlapFrom: Date
}

/** Moves the session from this generation to the next; undefined when it is not the current one. */
export function spendGeneration(db: Db, spending: Spending) {
  const { sessionId, generation, caller, at, expiresAt, sessionMaxDays, overlapFrom } = spending
  return db
    .updateTable('sessions')
    .set({
      generation: generation + 1,
      spent: sql`array(
        select s from (select s from unnest(spent) s where s > ${overlapFrom} order by s desc limit ${spentMax - 1}) recent
        order by s
      ) || ${at}::timestamptz`,
      last_used_at: at,
      address: caller.address,
      expires_at: sql`least(${expiresAt}::timestamptz, created_at + make_interval(days => ${sessionMaxDays}))`,
    })
    .where('id', '=', sessionId)
    .where('generation', '=', generation)
    .where('expires_at', '>', at)
    .returning(['id', 'user_id', 'generation', 'expires_at'])
    .executeTakeFirst()
}

export const findSession = (db: Db, id: string) =>
  db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()

/** A user's live sessions, newest first, one more than the limit. */
export function listSessions(
  db: Db,
  { userId, at, after, limit }: { userId: string; at: Date; after: string | undefined; limit: number },
) {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', at)
    .$if(after !== undefined, (query) => query.where('id', '<', after as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** Which of a user's sessions: one, all but one, all but one and so many others used last, or all. */
export type Which = { only: string } | { except: string; others?: number } | 'all'

/** Most sessions that the limit ends at once: an account far beyond it is reduced in steps. */
const endedByLimitMax = 1_000

export async function deleteSessions(trx: Db, userId: string, which: Which): Promise<string[]> {
  const own = trx.deleteFrom('sessions').where('user_id', '=', userId)
  const rows = await narrowed(own).returning('id').execute()
  return rows.map((row) => row.id)

  function narrowed(sessions: typeof own) {
    if (which === 'all') return sessions
    if ('only' in which) return sessions.where('id', '=', which.only)
    const { except, others } = which
    if (others === undefined) return sessions.where('id', '<>', except)
    return sessions.where('id', 'in', (eb) =>
      eb
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', userId)
        .where('id', '<>', except)
        .orderBy('last_used_at', 'desc')
        .orderBy('id', 'desc')
        .offset(others)
        .limit(endedByLimitMax),
    )
  }
}

/** Removes sessions that can no longer be refreshed. Their access tokens ended with them. */
export async function deleteExpiredSessions(db: Db, at: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', at).execute()
}

/** Records a login, if the account is active, and what was checked is still what it takes: its password, and a second factor or none. */
export async function noteLogin(
  trx: Db,
  checked: Pick<UserRow, 'id' | 'password_hash' | 'second_factor_at'>,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('users')
    .set({ last_login_at: at })
    .where('id', '=', checked.id)
    .where('password_hash', '=', checked.password_hash)
    .where('second_factor_at', 'is not distinct from', checked.second_factor_at)
    .where('status', '=', 'active')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
