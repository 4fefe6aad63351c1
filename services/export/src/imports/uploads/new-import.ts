import { recordFact } from '@lingzhi/bus/outbox'
import { sendRequest } from '@lingzhi/bus/request'
import { AccountStanding } from '@lingzhi/contracts/auth'
import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { ImportForUserRequested } from '@lingzhi/contracts/export'
import { isId, newId } from '@lingzhi/contracts/ids'
import { transact } from '@lingzhi/db/retry'
import { clientAddressOf } from '@lingzhi/http/client-address'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { checkImportQuota } from '../jobs/check-import-quota.ts'
import type { ImportJob } from '../jobs/import-jobs.queries.ts'
import { insertImport } from '../jobs/import-jobs.queries.ts'
import { ImportFileGone } from '../problems.ts'
import { cleanText } from '../reading/clean.ts'
import { moveParts } from './parts.queries.ts'

export interface NewImport {
  dryRun: boolean
  name: string
  /** Whose conversations they become: another's take an administrator. */
  userId?: string
  /** Its file comes in the request that starts it: named by whoever receives it, and gone with them. */
  receiver?: string
  /** A dry run whose file this import takes over. */
  fileOf?: ImportJob
}

const nameMaxChars = 200

/**
 * Adds an import, within the caller's quota. For somebody else it takes a signed-in administrator, and leaves its mark in the audit
 * log. Raises VALIDATION_ERROR for an account that does not exist.
 */
export async function addImport(
  { db, bus, outbox, now }: Pick<Deps, 'db' | 'bus' | 'outbox' | 'now'>,
  config: Config,
  request: FastifyRequest,
  { dryRun, name, userId, receiver, fileOf }: NewImport,
): Promise<ImportJob> {
  const { userId: requestedBy } = principalOf(request)
  const owner = userId ?? requestedBy
  const forOther = owner !== requestedBy
  if (forOther) {
    await requireAdmin(request)
    const known = isId(owner) && (await sendRequest(bus, AccountStanding, { user_id: owner })).account
    if (!known) throw ValidationFailed({ errors: [{ path: 'user_id', message: unknownUser }] })
  }
  const at = now()
  const job = await transact(db, async (trx) => {
    await checkImportQuota(trx, requestedBy, at, config)
    const inserted = await insertImport(trx, {
      id: newId(),
      user_id: owner,
      requested_by: requestedBy,
      dry_run: dryRun,
      name: [...cleanText(name)].slice(0, nameMaxChars).join(''),
      created_at: at,
      ...(receiver && { run: receiver }),
      ...(fileOf && { status: 'queued' as const, bytes: fileOf.bytes, sha256: fileOf.sha256 }),
    })
    if (fileOf && !(await moveParts(trx, fileOf.id, inserted.id))) throw ImportFileGone()
    if (forOther) {
      const asked = {
        job_id: inserted.id,
        user_id: requestedBy,
        for_user_id: owner,
        address: clientAddressOf(request),
      }
      await recordFact(trx, ImportForUserRequested, asked, request.id)
    }
    return inserted
  })
  if (forOther) {
    request.log.warn(
      { user_id: requestedBy, for_user_id: owner, job_id: job.id, audit: true },
      'an administrator imports for a user',
    )
    outbox.wake()
  }
  return job
}

const unknownUser = { zh: '账户不存在', en: 'there is no such account' }
