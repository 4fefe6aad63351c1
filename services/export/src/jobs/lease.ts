import { sql } from 'kysely'

// Exports and imports are held by their workers in the same way: `run` names who works on a row, and `seen_at` when that
// worker was last heard of. The fragments name columns that both tables have.

/** What taking a row for a run sets: from then on the former worker can store nothing. */
export const claimedBy = (run: string) => ({
  status: 'running' as const,
  run,
  seen_at: sql<Date>`now()`,
  started_at: sql<Date>`coalesce(started_at, now())`,
  attempts: sql<number>`attempts + 1`,
})

const isSilent = (sinceMs: number) =>
  sql<boolean>`(seen_at is null or seen_at < now() - ${`${sinceMs} milliseconds`}::interval)`

/** The row waits, or its worker has been silent for longer than the bound. */
export const isFree = (silenceMaxMs: number) =>
  sql<boolean>`(status = 'queued' or status = 'running' and ${isSilent(silenceMaxMs)})`

const forgottenAfterMs = 15_000

/** The row has been without a worker for a while: its queue item was lost, or never arrived. */
export const isForgotten = sql<boolean>`(status in ('queued', 'running')
  and created_at < now() - ${`${forgottenAfterMs} milliseconds`}::interval and ${isSilent(forgottenAfterMs)})`
