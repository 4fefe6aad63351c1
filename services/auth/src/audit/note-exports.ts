import type { AllUsersExportRequested } from '@lingzhi/contracts/export'
import type { FactEnvelope } from '@lingzhi/contracts/fact'
import type { Static } from 'typebox'
import type { Db } from '../database.ts'
import { recordAudit } from './record-audit.ts'

/** Records that an administrator exports every user's conversations. Idempotent: the entry has the fact's id. */
export async function noteAllUsersExport(
  db: Db,
  { id, at, correlation_id, data }: FactEnvelope<Static<typeof AllUsersExportRequested.data>>,
): Promise<void> {
  const entry = {
    id,
    action: 'export.all_users',
    actorId: data.user_id,
    userId: null,
    caller: { address: null, requestId: correlation_id },
    detail: { job_id: data.job_id },
  }
  await recordAudit(db, entry, new Date(at))
}
