import { dayMs } from '@lingzhi/runtime/time'
import type { Config } from '../../config.ts'
import type { Db } from '../../database.ts'
import { lockUser } from '../../jobs/quota.queries.ts'
import { ImportQuotaExceeded } from '../problems.ts'
import { countImportStarts, countUnfinishedImports, noteImportStart } from './import-jobs.queries.ts'

type Quotas = Pick<Config, 'IMPORT_JOBS_AT_ONCE' | 'IMPORT_JOBS_PER_DAY' | 'RATE_LIMIT_FACTOR'>

const retryAfterS = 30

/** Refuses an import beyond the quota, and counts one within it: in the transaction that adds it, as exports do. */
export async function checkImportQuota(trx: Db, userId: string, at: Date, quotas: Quotas): Promise<void> {
  const { IMPORT_JOBS_AT_ONCE, IMPORT_JOBS_PER_DAY, RATE_LIMIT_FACTOR } = quotas
  const dayAgo = new Date(at.getTime() - dayMs)
  await lockUser(trx, userId)
  const { recent, oldest } = await countImportStarts(trx, userId, dayAgo)
  if (recent >= IMPORT_JOBS_PER_DAY * RATE_LIMIT_FACTOR && oldest)
    throw ImportQuotaExceeded({ retryAfterS: (oldest.getTime() + dayMs - at.getTime()) / 1_000 })
  const unfinished = await countUnfinishedImports(trx, userId)
  if (unfinished >= IMPORT_JOBS_AT_ONCE * RATE_LIMIT_FACTOR) throw ImportQuotaExceeded({ retryAfterS })
  await noteImportStart(trx, userId, at, dayAgo)
}
