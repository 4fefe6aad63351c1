import { newId } from '@lingzhi/contracts/ids'
import type { Recurring } from '@lingzhi/runtime/every'
import { every } from '@lingzhi/runtime/every'
import { dayMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { removeFile } from '../files/remove-file.ts'
import { sweepImports } from '../imports/jobs/sweep-imports.ts'
import { sendUnsentNotices } from '../notices/send-notice.ts'
import { sweepDeletedUsers } from './forget-user.ts'
import { expireJobs, forgotten, leftovers } from './jobs.queries.ts'
import { forgetOldCounts } from './quota.queries.ts'
import { handOver } from './work-jobs.ts'

const sweepMs = 15_000
const batchMax = 100
/** Starts and letters are counted over a day at most. */
const countedMs = 2 * dayMs

/** Removes files that expired or were left behind, requeues lost jobs, sends notices. Idempotent. */
export async function sweep(deps: Deps, config: Config): Promise<void> {
  const { db, now, log } = deps
  await expireJobs(db, now())
  for (const id of await leftovers(db, batchMax)) {
    try {
      await removeFile(deps, id)
      log.info({ job_id: id }, 'the parts of an export were removed')
    } catch (err) {
      // The store is away, or cannot remove this one file: the others do not wait for it.
      log.warn({ err, job_id: id }, 'the parts of an export could not be removed yet')
    }
  }
  for (const id of await forgotten(db, batchMax)) handOver(deps, id, newId())
  await sweepImports(deps, config)
  await forgetOldCounts(db, new Date(now().getTime() - countedMs))
  await sweepDeletedUsers(deps)
  await sendUnsentNotices(deps, config)
}

/** Sweeps every 15 seconds or so until closed, never twice at once. Every replica does. */
export function sweepRegularly(deps: Deps, config: Config): Recurring {
  const onError = (err: unknown) => deps.log.warn({ err }, 'sweeping was interrupted')
  return every({ pauseMs: sweepMs, pauseFirst: true, onError }, () => sweep(deps, config))
}
