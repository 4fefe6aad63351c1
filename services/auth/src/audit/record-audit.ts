import { newId } from '@lingzhi/contracts/ids'
import type { Caller } from '../caller.ts'
import type { Db } from '../database.ts'
import { insertEntry } from './audit.queries.ts'

export interface AuditEntry {
  /** Makes recording idempotent: a second entry with this id is ignored. Left out: a new one. */
  id?: string
  /** `<thing>.<what happened>` */
  action: string
  outcome?: 'success' | 'failure'
  /** Who did it; null for a caller who is not signed in, or the service itself. */
  actorId: string | null
  /** Whose account it is about. */
  userId: string | null
  caller?: { address: Caller['address'] | null; requestId: string | null }
  /** Anything worth knowing later. Never a secret, nor the name typed in a failed login: it may be a password. */
  detail?: Record<string, unknown>
}

/** Adds an entry to the audit log; with a change it goes into the change's transaction. */
export async function recordAudit(db: Db, entry: AuditEntry, at: Date): Promise<void> {
  await insertEntry(db, {
    id: entry.id ?? newId(),
    at,
    action: entry.action,
    outcome: entry.outcome ?? 'success',
    actor_id: entry.actorId,
    user_id: entry.userId,
    address: entry.caller?.address ?? null,
    request_id: entry.caller?.requestId ?? null,
    detail: JSON.stringify(entry.detail ?? {}),
  })
}
