import type { Db } from '../database.ts'

interface Naming {
  userId: string
  username: string
  /** When the fact happened: an older one never overwrites a newer name, in whatever order they arrive. */
  at: Date
}

/** Records a registration. True the first time only; false again, and for a user who was erased. */
export async function noteRegistration(trx: Db, { userId, username, at }: Naming): Promise<boolean> {
  const member = await trx
    .insertInto('members')
    .values({ user_id: userId, registered_at: at })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ registered_at: at })
        .where('members.registered_at', 'is', null),
    )
    .returning('user_id')
    .executeTakeFirst()
  if (member) await noteName(trx, { userId, username, at })
  return member !== undefined
}

export async function noteName(db: Db, { userId, username, at }: Naming): Promise<void> {
  await db
    .insertInto('members')
    .values({ user_id: userId, username, named_at: at })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ username, named_at: at })
        .where((eb) => eb.or([eb('members.named_at', 'is', null), eb('members.named_at', '<', at)])),
    )
    .execute()
}

/** Stores whether the leaderboard may show the name. False for a user who was erased. */
export async function setShowName(db: Db, userId: string, showName: boolean): Promise<boolean> {
  const member = await db
    .insertInto('members')
    .values({ user_id: userId, show_name: showName })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ show_name: showName }))
    .returning('user_id')
    .executeTakeFirst()
  return member !== undefined
}

/** Whether this service knows the user, from a fact or from what they did here. */
export async function isMember(db: Db, userId: string): Promise<boolean> {
  const found = await db
    .selectFrom('members')
    .select('user_id')
    .where('user_id', '=', userId)
    .union(db.selectFrom('points_accounts').select('user_id').where('user_id', '=', userId))
    .executeTakeFirst()
  return found !== undefined
}
