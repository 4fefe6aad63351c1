import type { ImportBatch } from '@lingzhi/contracts/chat-import'
import { problem } from '@lingzhi/contracts/problem'
import { letGoOf } from '@lingzhi/runtime/collect-garbage'
import type { Static } from 'typebox'
import type { Deps } from '../deps.ts'
import type { BatchResult } from './importing.queries.ts'
import { lockImport, storedResult, storeResult, wasDeleted } from './importing.queries.ts'
import { fetchBatch } from './read-batch.ts'
import { storeBatch } from './store-batch.ts'

export const ImportOwnerGone = problem('IMPORT_OWNER_GONE', 409, {
  zh: '账户已注销，导入已停止',
  en: 'The account was deleted: the import has ended.',
  check: 'Nothing: an import ends with its account.',
})

/**
 * Stores a batch of an import when its turn comes: batches and pages of exports share the brake, so that people who chat go
 * first. Idempotent: what a batch came to is stored with it.
 */
export async function answerImportBatch(
  {
    bulk,
    db,
    bus,
    exportBrake,
    now,
    importedMaxBytes: bytesMax,
  }: Pick<Deps, 'bulk' | 'db' | 'bus' | 'exportBrake' | 'now' | 'importedMaxBytes'>,
  { job_id, run, seq, user_id, dry_run }: Static<typeof ImportBatch.request>,
): Promise<BatchResult> {
  if (await wasDeleted(db, user_id)) throw ImportOwnerGone()
  const done = dry_run ? undefined : await storedResult(db, job_id, seq)
  if (done) return done
  const { conversations, bytes } = await fetchBatch(bus, { job_id, run, seq })
  const at = now()
  const stored = exportBrake.page((breathe) =>
    bulk.transact(async ({ trx, copyIn }) => {
      const batch = { jobId: job_id, userId: user_id, conversations, dryRun: dry_run, bytesMax, at, breathe }
      if (dry_run) return storeBatch({ trx, copyIn }, batch)
      await lockImport(trx, job_id)
      const earlier = await storedResult(trx, job_id, seq)
      if (earlier) return earlier
      const result = await storeBatch({ trx, copyIn }, batch)
      // Behind the rows: an account deleted meanwhile has either found them, or is found here.
      if (await wasDeleted(trx, user_id)) throw ImportOwnerGone()
      await storeResult(trx, { job_id, seq, user_id, stored_at: at }, result)
      return result
    }),
  )
  // Only then: what is still in hand when the young are collected is old from then on.
  return stored.finally(() => letGoOf(bytes))
}
