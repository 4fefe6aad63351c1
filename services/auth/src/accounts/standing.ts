import type { AccountStanding } from '@lingzhi/contracts/auth'
import type { Static } from 'typebox'
import type { Db } from '../database.ts'

/** Serves AccountStanding. */
export async function standingOf(db: Db, userId: string): Promise<Static<typeof AccountStanding.result>> {
  const account = await db
    .selectFrom('users')
    .select(['status', 'role', 'email'])
    .where('id', '=', userId)
    .executeTakeFirst()
  return { account: account ?? null }
}
