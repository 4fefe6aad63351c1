import type { Role } from '@lingzhi/identity/principal'
import type { EmailColumns } from '../addresses/email-state.ts'
import type { Db, Profile } from '../database.ts'
import type { Identifiers } from './identifiers.ts'
import { foldAll, taken } from './identifiers.ts'
import { spellingsOf } from './spellings.ts'

export const findUser = (db: Db, id: string) =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()

/** The account that a user name, phone number or e-mail address belongs to, however it is typed. */
export async function findByIdentifier(db: Db, identifier: string) {
  const spellings = spellingsOf(identifier)
  const found = await db
    .selectFrom('user_identifiers')
    .innerJoin('users', 'users.id', 'user_identifiers.user_id')
    .selectAll('users')
    .select('user_identifiers.value')
    .where('user_identifiers.value', 'in', spellings)
    .execute()
  const [likeliest] = found.sort((a, b) => spellings.indexOf(a.value) - spellings.indexOf(b.value))
  return likeliest
}

export interface NewUser extends Identifiers {
  id: string
  /** An address that counts once it is confirmed. */
  pendingEmail?: string | null
  passwordHash: string
  role: Role
  at: Date
}

/** Adds a user; raises the problem of an identifier that is taken, also when two users register it at once. */
export async function insertUser(trx: Db, user: NewUser) {
  const row = await trx
    .insertInto('users')
    .values({
      id: user.id,
      username: user.username,
      phone: user.phone,
      email: user.email,
      pending_email: user.pendingEmail ?? null,
      email_confirmed_at: null,
      second_factor_at: null,
      password_hash: user.passwordHash,
      role: user.role,
      status: 'active',
      profile: '{}',
      created_at: user.at,
      updated_at: user.at,
      last_login_at: user.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await claimIdentifiers(trx, user.id, user)
  return row
}

/** Replaces the user's identifiers by these; raises the problem of one that is taken. */
async function claimIdentifiers(trx: Db, userId: string, identifiers: Identifiers): Promise<void> {
  // In one order everywhere: two claims that overlap wait for each other instead of locking each other out.
  const claims = foldAll(identifiers).sort((a, b) => (a.value < b.value ? -1 : 1))
  await trx.deleteFrom('user_identifiers').where('user_id', '=', userId).execute()
  const claimed = await trx
    .insertInto('user_identifiers')
    .values(claims.map(({ value, kind }) => ({ value, kind, user_id: userId })))
    .onConflict((conflict) => conflict.column('value').doNothing())
    .returning('value')
    .execute()
  const refused = claims.find(({ value }) => !claimed.some((row) => row.value === value))
  if (refused) throw taken[refused.kind]()
}

export async function updateAccount(
  trx: Db,
  userId: string,
  {
    username,
    phone,
    profile,
    at,
    ...email
  }: EmailColumns & { username: string; phone: string | null; profile: Profile; at: Date },
) {
  const row = await trx
    .updateTable('users')
    .set({ username, phone, ...email, profile: JSON.stringify(profile), updated_at: at })
    .where('id', '=', userId)
    .returningAll()
    .executeTakeFirst()
  if (row) await claimIdentifiers(trx, userId, row)
  return row
}

/** Sets the password if it is still the one the caller checked; false when it has changed since. */
export async function replacePassword(
  db: Db,
  userId: string,
  { from, to, at }: { from: string; to: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ password_hash: to, updated_at: at })
    .where('id', '=', userId)
    .where('password_hash', '=', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export async function setPassword(db: Db, userId: string, passwordHash: string, at: Date): Promise<void> {
  await db
    .updateTable('users')
    .set({ password_hash: passwordHash, updated_at: at })
    .where('id', '=', userId)
    .execute()
}

/** Takes an account's phone number and e-mail address away: they no longer open it. */
export async function clearContacts(trx: Db, userId: string): Promise<void> {
  await trx
    .updateTable('users')
    .set({ phone: null, email: null, pending_email: null, email_confirmed_at: null })
    .where('id', '=', userId)
    .execute()
  await trx
    .deleteFrom('user_identifiers')
    .where('user_id', '=', userId)
    .where('kind', '<>', 'username')
    .execute()
}

export const lockUser = (trx: Db, userId: string) =>
  trx.selectFrom('users').selectAll().where('id', '=', userId).forUpdate().executeTakeFirst()

export async function deleteUser(trx: Db, userId: string): Promise<void> {
  await trx.deleteFrom('users').where('id', '=', userId).execute()
}
