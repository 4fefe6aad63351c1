import type { Db } from '../database.ts'

/** Makes this the user's only reset token. */
export async function replaceReset(
  db: Db,
  { userId, hash, at, expiresAt }: { userId: string; hash: Buffer; at: Date; expiresAt: Date },
): Promise<void> {
  const token = { token_hash: hash, created_at: at, expires_at: expiresAt }
  await db
    .insertInto('password_resets')
    .values({ ...token, user_id: userId })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(token))
    .execute()
}

/** The user a valid token belongs to. */
export const findReset = (db: Db, hash: Buffer, at: Date) =>
  db
    .selectFrom('password_resets')
    .innerJoin('users', 'users.id', 'password_resets.user_id')
    .selectAll('users')
    .where('token_hash', '=', hash)
    .where('expires_at', '>', at)
    .executeTakeFirst()

/** Uses a token up; false when another request already did. */
export async function spendReset(trx: Db, hash: Buffer, at: Date): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('password_resets')
    .where('token_hash', '=', hash)
    .where('expires_at', '>', at)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Invalidates a user's reset link, because the password or the mail address has changed since. */
export async function voidReset(trx: Db, userId: string): Promise<void> {
  await trx.deleteFrom('password_resets').where('user_id', '=', userId).execute()
}

export async function deleteExpiredResets(db: Db, at: Date): Promise<void> {
  await db.deleteFrom('password_resets').where('expires_at', '<=', at).execute()
}
