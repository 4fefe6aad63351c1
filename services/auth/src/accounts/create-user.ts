import { recordFact } from '@lingzhi/bus/outbox'
import { UserRegistered } from '@lingzhi/contracts/auth'
import type { Db } from '../database.ts'
import type { UserRow } from './account.ts'
import type { NewUser } from './accounts.queries.ts'
import { insertUser } from './accounts.queries.ts'

/** Adds a user and the fact of it; raises the problem of an identifier that is taken. */
export async function createUser(
  trx: Db,
  user: NewUser,
  { imported = false }: { imported?: boolean } = {},
): Promise<UserRow> {
  const row = await insertUser(trx, user)
  const { id: user_id, username, created_at } = row
  const fact = { user_id, username, created_at: created_at.toISOString(), ...(imported && { imported }) }
  await recordFact(trx, UserRegistered, fact)
  return row
}
