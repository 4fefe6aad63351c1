import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import { countJobs, lockUser } from './jobs.queries.ts'
import { ExportQuotaExceeded } from './problems.ts'

type Quotas = Pick<Config, 'EXPORT_JOBS_AT_ONCE' | 'EXPORT_JOBS_PER_DAY' | 'RATE_LIMIT_FACTOR'>

const dayMs = 24 * 3_600_000
/** Nobody knows when a running job ends; this is when asking again is no nuisance. */
const retryAfterS = 30

/** Refuses one job too many. Call it in the transaction that adds the job: it makes others of the user wait. */
export async function checkQuota(trx: Db, userId: string, at: Date, quotas: Quotas): Promise<void> {
  const { EXPORT_JOBS_AT_ONCE, EXPORT_JOBS_PER_DAY, RATE_LIMIT_FACTOR } = quotas
  await lockUser(trx, userId)
  const { unfinished, recent, oldest } = await countJobs(trx, userId, new Date(at.getTime() - dayMs))
  if (recent >= EXPORT_JOBS_PER_DAY * RATE_LIMIT_FACTOR && oldest) {
    throw ExportQuotaExceeded({ retryAfterS: (oldest.getTime() + dayMs - at.getTime()) / 1_000 })
  }
  if (unfinished >= EXPORT_JOBS_AT_ONCE * RATE_LIMIT_FACTOR) throw ExportQuotaExceeded({ retryAfterS })
}
