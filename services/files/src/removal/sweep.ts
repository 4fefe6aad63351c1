import { newId } from '@lingzhi/contracts/ids'
import type { Recurring } from '@lingzhi/runtime/every'
import { every } from '@lingzhi/runtime/every'
import { dayMs, hourMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { handOver } from '../inspection/hand-over.ts'
import { forgotten } from '../inspection/inspection.queries.ts'
import { isUnreferenced, unreferenced } from '../references/references.queries.ts'
import { compareObjects } from './compare-objects.ts'
import { sweepDeletedUsers } from './forget-user.ts'
import { eraseFile, eraseObjects, removeFile } from './remove-file.ts'
import { givenUp, oldRejected, removed, withLeftovers } from './sweep.queries.ts'

const sweepMs = 15_000
const compareEveryMs = hourMs
const batchMax = 100

/**
 * Removes what was given up, left behind or is of no use any more, and queues files again whose item was lost. Idempotent, and
 * safe from every replica at once.
 */
export async function sweep(deps: Deps, config: Config): Promise<void> {
  const { db, now } = deps
  const at = now().getTime()
  const patient = async (id: string, work: () => Promise<unknown>) => {
    // The store is away, or cannot remove this one file: the others do not wait for it.
    await work().catch((err) => deps.log.warn({ err, file_id: id }, 'a file could not be removed yet'))
  }
  for (const id of await givenUp(db, now(), batchMax))
    await patient(id, () => removeFile(deps, id, null, (trx) => isGivenUp(trx, id, now())))
  for (const id of await removed(db, new Date(at - 60_000), batchMax))
    await patient(id, () => eraseFile(deps, id))
  for (const id of await withLeftovers(db, batchMax)) await patient(id, () => eraseObjects(deps, id))
  for (const id of await oldRejected(db, new Date(at - dayMs), batchMax))
    await patient(id, () => removeFile(deps, id, null))
  const before = new Date(at - config.FILES_KEEP_UNREFERENCED_HOURS * hourMs)
  for (const id of await unreferenced(db, before, batchMax))
    await patient(id, () => removeFile(deps, id, 'unreferenced', (trx) => isUnreferenced(trx, id, before)))
  for (const id of await forgotten(db, batchMax)) handOver(deps, id, newId())
  await sweepDeletedUsers(deps)
}

async function isGivenUp(trx: Deps['db'], id: string, at: Date): Promise<boolean> {
  const row = await trx
    .selectFrom('files')
    .select('id')
    .where('id', '=', id)
    .where('status', '=', 'uploading')
    .where('expires_at', '<=', at)
    .executeTakeFirst()
  return row !== undefined
}

/** Sweeps every 15 seconds or so until closed, and compares rows and objects every hour. Every replica does. */
export function sweepRegularly(deps: Deps, config: Config): Recurring {
  const onError = (err: unknown) => deps.log.warn({ err }, 'sweeping was interrupted')
  let compared = performance.now()
  return every({ pauseMs: sweepMs, pauseFirst: true, onError }, async () => {
    await sweep(deps, config)
    if (performance.now() - compared < compareEveryMs) return
    compared = performance.now()
    await compareObjects(deps)
  })
}
