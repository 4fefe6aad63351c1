import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** The key of the lock that lets one replica sweep at a time; any number not used for another lock. */
const sweeperLock = 7_140_912

/** Takes the sweeper's lock until this transaction ends, so that it works behind a pooling proxy as well. */
export async function isSweeper(trx: Db): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(${sweeperLock}) as mine`.execute(trx)
  return rows[0]?.mine === true
}

const isOf = {
  guests: sql<boolean>`user_id is null`,
  temporary: sql<boolean>`temporary`,
  users: sql<boolean>`user_id is not null`,
}

/** Deletes guests', temporary or all users' conversations last active before an instant, oldest first; none with an unfinished reply. */
export function deleteSomeIdle(
  trx: Db,
  { of, before, max }: { of: 'guests' | 'temporary' | 'users'; before: Date; max: number },
) {
  return trx
    .deleteFrom('conversations')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('conversations')
        .select('id')
        .where(isOf[of])
        .where('last_active', '<', before)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('replies')
                .select('replies.id')
                .whereRef('replies.conversation_id', '=', 'conversations.id')
                .where('status', 'in', ['queued', 'running']),
            ),
          ),
        )
        .orderBy('last_active')
        .limit(max)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'user_id'])
    .execute()
}

/** The ids of the user's newest replies, whose logs may still be there. */
export async function recentReplies(db: Db, userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from replies
    where conversation_id in (select id from conversations where user_id = ${userId})
      and (ended_at is null or ended_at > now() - interval '1 day') limit 5000`.execute(db)
  return rows.map(({ id }) => id)
}

/** Deletes at most `max` of a user's conversations and returns their ids. */
export async function deleteSomeOfUser(trx: Db, userId: string, max: number): Promise<string[]> {
  const rows = await trx
    .deleteFrom('conversations')
    .where('id', 'in', (eb) =>
      eb.selectFrom('conversations').select('id').where('user_id', '=', userId).limit(max),
    )
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}
