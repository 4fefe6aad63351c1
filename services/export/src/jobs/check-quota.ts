import { dayMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import { ExportQuotaExceeded } from './problems.ts'
import { countStarts, countUnfinishedOf, lockUser, noteStart } from './quota.queries.ts'

type Quotas = Pick<Config, 'EXPORT_JOBS_AT_ONCE' | 'EXPORT_JOBS_PER_DAY' | 'RATE_LIMIT_FACTOR'>

/** Retry-After while too many jobs are running: when one ends cannot be known. */
const retryAfterS = 30

/**
 * Refuses a job beyond the quota, and counts one within it. Call it in the transaction that adds the job: it makes
 * others of the user wait.
 */
export async function checkQuota(trx: Db, userId: string, at: Date, quotas: Quotas): Promise<void> {
  const { EXPORT_JOBS_AT_ONCE, EXPORT_JOBS_PER_DAY, RATE_LIMIT_FACTOR } = quotas
  const dayAgo = new Date(at.getTime() - dayMs)
  await lockUser(trx, userId)
  const { recent, oldest } = await countStarts(trx, userId, dayAgo)
  if (recent >= EXPORT_JOBS_PER_DAY * RATE_LIMIT_FACTOR && oldest) {
    throw ExportQuotaExceeded({ retryAfterS: (oldest.getTime() + dayMs - at.getTime()) / 1_000 })
  }
  const unfinished = await countUnfinishedOf(trx, userId)
  if (unfinished >= EXPORT_JOBS_AT_ONCE * RATE_LIMIT_FACTOR) throw ExportQuotaExceeded({ retryAfterS })
  await noteStart(trx, userId, at, dayAgo)
}
