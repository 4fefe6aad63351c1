import { recordFact } from '@lingzhi/bus/outbox'
import { FileRemoved } from '@lingzhi/contracts/files'
import { transact } from '@lingzhi/db/retry'
import type { StoredFile } from '../database.ts'
import type { Deps } from '../deps.ts'
import { signalFile } from '../inspection/signals.ts'
import { releaseFile } from '../quota/quota.queries.ts'

type Reason = 'deleted' | 'unreferenced' | 'account'

/**
 * Removes a file, everything made of it, and what it held of the quota: at once for its owner, and for its bytes as soon as the
 * store is there, now or in a sweep. With a reason the others are told. Idempotent.
 */
export async function removeFile(
  deps: Pick<Deps, 'db' | 'store' | 'bus' | 'outbox' | 'now'>,
  id: string,
  reason: Reason | null,
  still?: (trx: Deps['db']) => Promise<boolean>,
): Promise<boolean> {
  const { db, bus, outbox, now } = deps
  const gone = await transact(db, async (trx) => {
    const file = await lockFile(trx, id)
    if (!file || (still && !(await still(trx)))) return undefined
    await trx.updateTable('files').set({ removed_at: now(), run: null }).where('id', '=', id).execute()
    // A rejected one holds nothing any more.
    if (file.status !== 'rejected') await releaseFile(trx, file.user_id, file.reserved)
    if (reason) await recordFact(trx, FileRemoved, { file_id: id, user_id: file.user_id, reason })
    return file
  })
  if (!gone) return false
  outbox.wake()
  signalFile(bus, id, 'ended')
  await eraseFile(deps, id)
  return true
}

const lockFile = (trx: Deps['db'], id: string): Promise<StoredFile | undefined> =>
  trx
    .selectFrom('files')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()

/** Removes the objects of a removed file, then its row: an interrupted one is repeated. */
export async function eraseFile({ db, store }: Pick<Deps, 'db' | 'store'>, id: string): Promise<void> {
  await eraseObjects({ db, store }, id)
  await db.deleteFrom('files').where('id', '=', id).where('removed_at', 'is not', null).execute()
}

/** Removes objects of a file, all of them or those that a run other than the one named has made. */
export async function eraseObjects(
  { db, store }: Pick<Deps, 'db' | 'store'>,
  id: string,
  except?: { run: string },
): Promise<void> {
  let query = db.selectFrom('file_objects').select('object').where('file_id', '=', id)
  if (except) query = query.where('run', 'is not', null).where('run', '<>', except.run)
  for (const { object } of await query.execute()) {
    await store.remove(object)
    await db.deleteFrom('file_objects').where('object', '=', object).execute()
  }
}
