import { transact } from '@lingzhi/db/retry'
import type { Config } from '../config.ts'
import type { StoredFile } from '../database.ts'
import type { Deps } from '../deps.ts'
import { findByContent } from '../files.queries.ts'
import { handOver } from '../inspection/hand-over.ts'
import { FileNotUploading } from '../problems.ts'
import { adjustReserved } from '../quota/quota.queries.ts'
import { removeFile } from '../removal/remove-file.ts'
import type { Kind } from './sniff.ts'

interface Received {
  bytes: number
  sha256: string
  kind: Kind
}

/** Two uploads of the same bytes that end at the same moment: the second finds the first when it looks again. */
const sameContent = (err: unknown) => (err as { code?: string } | null)?.code === '23505'

/**
 * Ends an upload whose bytes are all stored: it goes on to be looked at, holding the room it really takes. When the user has this
 * content already the upload is dropped, and that file returned.
 */
export async function settleUpload(
  deps: Pick<Deps, 'db' | 'store' | 'bus' | 'outbox' | 'now' | 'log'>,
  config: Config,
  file: StoredFile,
  received: Received,
): Promise<{ file: StoredFile; isExisting: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const same = await findByContent(deps.db, file.user_id, received.sha256)
    if (same) {
      await removeFile(deps, file.id, null)
      return { file: same, isExisting: true }
    }
    try {
      const settled = await settle(deps, config, file, received)
      handOver(deps, file.id)
      return { file: settled, isExisting: false }
    } catch (err) {
      if (!sameContent(err) || attempt === 3) throw err
    }
  }
}

function settle(
  { db }: Pick<Deps, 'db'>,
  config: Config,
  file: StoredFile,
  { bytes, sha256, kind }: Received,
): Promise<StoredFile> {
  return transact(db, async (trx) => {
    const settled = await trx
      .updateTable('files')
      .set({ status: 'processing', bytes, sha256, media_type: kind, reserved: bytes, expires_at: null })
      .where('id', '=', file.id)
      .where('status', '=', 'uploading')
      .where('removed_at', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (!settled) throw FileNotUploading()
    await adjustReserved(trx, file.user_id, bytes - file.reserved, config)
    return settled
  })
}
