import { TooManyRequests } from '@lingzhi/contracts/common-problems'
import { problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import { dayMs, hourMs } from '@lingzhi/runtime/time'
import { sql } from 'kysely'
import type { Config } from './config.ts'
import type { Db } from './database.ts'

export const LearningFull = problem('LEARNING_FULL', 409, {
  zh: '学习空间已满，请先删除一些错题、作业或对话',
  en: 'What is kept of your learning takes all its room. Delete some mistakes, homework or conversations first.',
  check:
    '`LEARNING_USER_BYTES`, and how much the learner has (`learner_space`): mistakes with reviews, sessions with questions and answers, homework, revision plans.',
})
/** What a route may refuse that writes for a learner. */
export const spaceProblems = [LearningFull, TooManyRequests]

/** Most that counts as done by one learner in 24 hours: what was done stays counted when what came of it is deleted. */
const eventsMax = 20_000

/** The room that one learner has. */
export interface Space {
  /**
   * Writes for a learner in a transaction, one such transaction of theirs after the other, so that whatever is counted in it holds for
   * requests at once. Raises LEARNING_FULL when it would keep more than fits, and TOO_MANY_REQUESTS beyond what may be done in a day.
   */
  within: <T>(userId: string, write: (trx: Db) => Promise<T>) => Promise<T>
  /** Whether a transaction that must not be refused may write more for a learner; it holds their turn from then on. */
  hasRoom: (trx: Db, userId: string) => Promise<boolean>
}

export function openSpace(
  db: Db,
  now: () => Date,
  { LEARNING_USER_BYTES }: Pick<Config, 'LEARNING_USER_BYTES'>,
): Space {
  const eventsOf = async (trx: Db, userId: string) => {
    const since = new Date(now().getTime() - dayMs)
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from (
      select from learning_events where user_id = ${userId} and at > ${since} limit ${eventsMax + 1}) recent`.execute(
      trx,
    )
    return rows[0]?.count ?? 0
  }
  return {
    within: (userId, write) =>
      transact(db, async (trx) => {
        const before = await takeSpace(trx, userId)
        const written = await write(trx)
        const after = await takeSpace(trx, userId)
        // What makes it smaller is never refused.
        if (after > before && after > LEARNING_USER_BYTES) throw LearningFull()
        if (after > before && (await eventsOf(trx, userId)) > eventsMax)
          throw TooManyRequests({ retryAfterS: hourMs / 1_000 })
        return written
      }),
    hasRoom: async (trx, userId) => (await lockSpace(trx, userId)) < LEARNING_USER_BYTES,
  }
}

/**
 * Takes a learner's turn until the transaction ends; how many bytes are kept of them. Whoever writes what is counted takes it before any row
 * that another may wait for.
 */
async function takeSpace(trx: Db, userId: string): Promise<number> {
  const { bytes } = await trx
    .insertInto('learner_space')
    .values({ user_id: userId })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ user_id: userId }))
    .returning('bytes')
    .executeTakeFirstOrThrow()
  return Number(bytes)
}

/**
 * The same for what is done to what is kept already, behind nobody's request: it makes no row for who has none, such as a user who
 * was deleted a moment ago.
 */
export async function lockSpace(trx: Db, userId: string): Promise<number> {
  const found = await trx
    .selectFrom('learner_space')
    .select('bytes')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  return Number(found?.bytes ?? 0)
}
