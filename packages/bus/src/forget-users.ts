import { hourMs } from '@lingzhi/runtime/time'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'

/** The service's memory of users who were deleted: `deleted_users (user_id uuid primary key, deleted_at timestamptz)`. */
interface ForgetDatabase {
  deleted_users: { user_id: string; deleted_at: Date }
}

export interface Forgetting<DB> {
  db: Kysely<DB>
  now: () => Date
  log: Logger
  /** Removes everything the service knows of a user. Called more than once for a user: must be idempotent. */
  removeDataOf: (userId: string) => Promise<void>
}

/** Tokens are refused within moments of their user's deletion, and no request takes as long as this. */
const removeAgainMs = hourMs
const batchMax = 500
/** Before every id. */
const noId = '00000000-0000-0000-0000-000000000000'

/**
 * Handles `auth.user.deleted`: removes the user's data now, and records that it must be removed once more later, because
 * a last request may be stored after this. Idempotent: a fact delivered twice finds nothing the second time. Throws when
 * removing fails, so that the fact is delivered again.
 */
export async function forgetUser<DB>(
  { db, now, removeDataOf }: Forgetting<DB>,
  userId: string,
): Promise<void> {
  await remembered(db)
    .insertInto('deleted_users')
    .values({ user_id: userId, deleted_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await removeDataOf(userId)
}

/**
 * Removes the data of users deleted at least an hour ago once more, then their records. For a service's sweep; safe from
 * every replica at once. Goes once through all of them, in batches and in the order of their ids: a user whose data could
 * not be removed is logged, tried again by the next sweep, and does not hold up the others, however many they are.
 */
export async function forgetLateData<DB>({ db, now, log, removeDataOf }: Forgetting<DB>): Promise<void> {
  const deletedBefore = new Date(now().getTime() - removeAgainMs)
  let after = noId
  for (;;) {
    const deleted = await remembered(db)
      .selectFrom('deleted_users')
      .select('user_id')
      .where('user_id', '>', after)
      .where('deleted_at', '<', deletedBefore)
      .orderBy('user_id')
      .limit(batchMax)
      .execute()
    for (const { user_id } of deleted) {
      after = user_id
      try {
        await removeDataOf(user_id)
        await remembered(db).deleteFrom('deleted_users').where('user_id', '=', user_id).execute()
      } catch (err) {
        log.warn({ err, user_id }, 'the data of a deleted user could not be removed yet')
      }
    }
    if (deleted.length < batchMax) return
  }
}

const remembered = <DB>(db: Kysely<DB>) => db as unknown as Kysely<ForgetDatabase>
