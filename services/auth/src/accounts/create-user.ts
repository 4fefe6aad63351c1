import { recordFact } from '@lingzhi/bus/outbox'
import { UserRegistered } from '@lingzhi/contracts/auth'
import type { Db } from '../database.ts'
import type { UserRow } from './account.ts'
import type { NewUser } from './accounts.queries.ts'
import { insertUser } from './accounts.queries.ts'

/** Adds a user and the fact of it; raises the problem of an identifier that is taken. */
export async function createUser(trx: Db, user: NewUser): Promise<UserRow> {
  const row = await insertUser(trx, user)
  const { id: user_id, username, created_at } = row
  await recordFact(trx, UserRegistered, { user_id, username, created_at: created_at.toISOString() })
  return row
}
