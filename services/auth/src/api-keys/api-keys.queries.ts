import type { Scope } from '@lingzhi/contracts/auth'
import { newId } from '@lingzhi/contracts/ids'
import type { Db } from '../database.ts'

export interface NewApiKey {
  id: string
  userId: string
  name: string
  hint: string
  hash: Buffer
  scopes: Scope[]
  at: Date
  expiresAt: Date | null
}

export async function insertApiKey(trx: Db, key: NewApiKey): Promise<void> {
  await trx
    .insertInto('api_keys')
    .values({
      id: key.id,
      user_id: key.userId,
      // The key's tokens start under its own id; endApiKeyTokens gives them another.
      token_session_id: key.id,
      name: key.name,
      hint: key.hint,
      key_hash: key.hash,
      scopes: key.scopes,
      created_at: key.at,
      expires_at: key.expiresAt,
      last_used_at: null,
    })
    .execute()
}

export async function countApiKeys(db: Db, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('api_keys')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return count
}

/** A user's keys, newest first, one more than the limit. */
export function listApiKeys(
  db: Db,
  { userId, after, limit }: { userId: string; after: string | undefined; limit: number },
) {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('user_id', '=', userId)
    .$if(after !== undefined, (query) => query.where('id', '<', after as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** Removes a user's key; returns the session of its tokens, undefined when it is not theirs. */
export async function deleteApiKey(trx: Db, userId: string, id: string): Promise<string | undefined> {
  const row = await trx
    .deleteFrom('api_keys')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning('token_session_id')
    .executeTakeFirst()
  return row?.token_session_id
}

/** Removes all of a user's keys; returns the sessions of their tokens. */
export async function deleteApiKeys(trx: Db, userId: string): Promise<string[]> {
  const rows = await trx
    .deleteFrom('api_keys')
    .where('user_id', '=', userId)
    .returning('token_session_id')
    .execute()
  return rows.map((row) => row.token_session_id)
}

/** Gives each of a user's keys a new session for its tokens; returns the sessions they had. */
export async function renewTokenSessions(trx: Db, userId: string): Promise<string[]> {
  const keys = await trx
    .selectFrom('api_keys')
    .select(['id', 'token_session_id'])
    .where('user_id', '=', userId)
    .forUpdate()
    .execute()
  for (const { id } of keys) {
    await trx.updateTable('api_keys').set({ token_session_id: newId() }).where('id', '=', id).execute()
  }
  return keys.map((key) => key.token_session_id)
}

/** A key that is good at this instant, of an active user. */
export const findGoodApiKey = (db: Db, hash: Buffer, at: Date) =>
  db
    .selectFrom('api_keys')
    .innerJoin('users', 'users.id', 'api_keys.user_id')
    .select([
      'api_keys.id',
      'api_keys.user_id',
      'api_keys.token_session_id',
      'api_keys.scopes',
      'api_keys.expires_at',
      'users.role',
      'users.second_factor_at',
    ])
    .where('key_hash', '=', hash)
    .where('users.status', '=', 'active')
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at)]))
    .executeTakeFirst()

export async function noteApiKeyUse(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute()
}
