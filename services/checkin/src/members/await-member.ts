import { delay } from '@lingzhi/runtime/delay'
import type { Db } from '../database.ts'
import { isMember } from './members.queries.ts'

const waitMaxMs = 1_000
const pollMs = 100

/** Whether a user exists, as far as this service knows. The fact of a new registration may still be on its way. */
export async function awaitMember(db: Db, userId: string): Promise<boolean> {
  const deadline = performance.now() + waitMaxMs
  while (!(await isMember(db, userId))) {
    if (performance.now() > deadline) return false
    await delay(pollMs)
  }
  return true
}
