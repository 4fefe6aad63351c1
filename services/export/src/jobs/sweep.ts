import { newId } from '@lingzhi/contracts/ids'
import type { Deps } from '../deps.ts'
import { removeFile } from '../files/remove-file.ts'
import { expireJobs, forgotten, leftovers } from './jobs.queries.ts'
import { handOver } from './work-jobs.ts'

const sweepMs = 15_000
const batchMax = 100

/** Removes what has expired or was left behind, and hands over again what was forgotten. Idempotent. */
export async function sweep(deps: Deps): Promise<void> {
  const { db, now, log } = deps
  await expireJobs(db, now())
  for (const id of await leftovers(db, batchMax)) {
    await removeFile(deps, id)
    log.info({ job_id: id }, 'the parts of an export were removed')
  }
  for (const id of await forgotten(db, batchMax)) handOver(deps, id, newId())
}

/** Sweeps now and then on every replica; they do not get into each other's way. */
export function sweepRegularly(deps: Deps): { close: () => Promise<void> } {
  let sweeping: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    sweeping = sweep(deps).catch((err) => deps.log.warn({ err }, 'sweeping was interrupted'))
  }, sweepMs)
  return {
    close: async () => {
      clearInterval(timer)
      await sweeping
    },
  }
}
