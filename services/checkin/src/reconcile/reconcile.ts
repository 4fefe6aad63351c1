import type { Db } from '../database.ts'
import { findFaults } from './find-faults.ts'
import { nextUsers, tally } from './reconcile.queries.ts'

export interface Outcome {
  users: number
  entries: number
  faults: { userId: string; fault: string }[]
}

/**
 * Proves for every user that balance, ledger, check-ins and streak agree, one batch of users at a time: memory
 * stays bounded, nothing is locked, and check-ins continue meanwhile.
 */
export async function* reconcile(db: Db, usersMax = 1_000): AsyncGenerator<Outcome> {
  let after: string | null = null
  for (;;) {
    const userIds = await nextUsers(db, after, usersMax)
    if (userIds.length === 0) return
    const tallies = await tally(db, userIds)
    yield {
      users: tallies.length,
      entries: tallies.reduce((sum, { entries }) => sum + entries, 0),
      faults: tallies.flatMap((counted) =>
        findFaults(counted).map((fault) => ({ userId: counted.user_id, fault })),
      ),
    }
    after = userIds.at(-1) ?? null
  }
}
