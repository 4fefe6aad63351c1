import { problem } from '@lingzhi/contracts/problem'
import type { Db } from '../database.ts'
import { lockActiveAdmins } from './users.queries.ts'

export const LastAdmin = problem('LAST_ADMIN', 409, {
  zh: '这是最后一位有效的管理员',
  en: 'This is the last active administrator.',
  check: 'Make another administrator first.',
})

/**
 * Raises LAST_ADMIN when this user is the only administrator of the platform. Holds all administrators' rows until
 * the transaction ends: two who demote each other at once do it one after the other.
 */
export async function refuseLastAdmin(trx: Db, userId: string): Promise<void> {
  const admins = await lockActiveAdmins(trx)
  if (admins.length === 1 && admins[0]?.id === userId) throw LastAdmin()
}
