import { EmailExists } from '../accounts/identifiers.ts'
import { fold } from '../accounts/spellings.ts'
import type { Db } from '../database.ts'

export interface NewConfirmation {
  userId: string
  email: string
  hash: Buffer
  at: Date
  expiresAt: Date
}

/** Makes this the user's only link to confirm an address. */
export async function replaceConfirmation(
  db: Db,
  { userId, email, hash, at, expiresAt }: NewConfirmation,
): Promise<void> {
  const link = { token_hash: hash, email, created_at: at, expires_at: expiresAt }
  await db
    .insertInto('email_confirmations')
    .values({ ...link, user_id: userId })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(link))
    .execute()
}

/** Uses a link up; undefined for one that is unknown, spent or too old. */
export const spendConfirmation = (trx: Db, hash: Buffer, at: Date) =>
  trx
    .deleteFrom('email_confirmations')
    .where('token_hash', '=', hash)
    .where('expires_at', '>', at)
    .returning(['user_id', 'email'])
    .executeTakeFirst()

async function voidConfirmation(trx: Db, userId: string): Promise<void> {
  await trx.deleteFrom('email_confirmations').where('user_id', '=', userId).execute()
}

/** Forgets an address that waits for its link: whoever gave it may be the one who is put out. */
export async function dropPendingEmail(trx: Db, userId: string): Promise<void> {
  await voidConfirmation(trx, userId)
  await trx
    .updateTable('users')
    .set({ pending_email: null })
    .where('id', '=', userId)
    .where('pending_email', 'is not', null)
    .execute()
}

/** Who an address counts for, other than this user. */
export const holderOf = (db: Db, email: string, butNot: string) =>
  db
    .selectFrom('user_identifiers')
    .innerJoin('users', 'users.id', 'user_identifiers.user_id')
    .select(['users.id', 'users.email', 'users.email_confirmed_at', 'user_identifiers.kind'])
    .where('user_identifiers.value', '=', fold(email))
    .where('users.id', '<>', butNot)
    .executeTakeFirst()

/**
 * Makes an address count for the user who has proved it. One that another user holds without proof moves; raises EMAIL_EXISTS
 * for one that another has proved, or has as a user name.
 */
export async function takeEmail(trx: Db, userId: string, email: string, at: Date): Promise<void> {
  const holder = await holderOf(trx, email, userId)
  if (holder && (holder.kind !== 'email' || holder.email_confirmed_at)) throw EmailExists()
  if (holder) {
    await trx
      .updateTable('users')
      .set({ email: null, pending_email: holder.email })
      .where('id', '=', holder.id)
      .execute()
    await trx.deleteFrom('user_identifiers').where('value', '=', fold(email)).execute()
  }
  await trx
    .updateTable('users')
    .set({ email, pending_email: null, email_confirmed_at: at, updated_at: at })
    .where('id', '=', userId)
    .execute()
  const own = trx.deleteFrom('user_identifiers').where('user_id', '=', userId).where('kind', '=', 'email')
  await own.execute()
  const claimed = await trx
    .insertInto('user_identifiers')
    .values({ value: fold(email), user_id: userId, kind: 'email' })
    // The user's own name may be the same address.
    .onConflict((conflict) => conflict.column('value').doUpdateSet({ value: fold(email) }))
    .returning('user_id')
    .executeTakeFirstOrThrow()
  if (claimed.user_id !== userId) throw EmailExists()
}

export async function deleteExpiredConfirmations(db: Db, at: Date): Promise<void> {
  await db.deleteFrom('email_confirmations').where('expires_at', '<=', at).execute()
}
