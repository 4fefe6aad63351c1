import { FileNotFound, FileNotReady } from '@lingzhi/contracts/file-problems'
import { isId } from '@lingzhi/contracts/ids'
import type { Db, StoredFile } from '../database.ts'
import { findFile } from '../files.queries.ts'

/** A file of this user; FILE_NOT_FOUND for another user's, as for one that does not exist. */
export async function ownFile(db: Db, id: string, userId: string): Promise<StoredFile> {
  const file = isId(id) ? await findFile(db, id) : undefined
  if (file?.user_id !== userId) throw FileNotFound()
  return file
}

/** The same, to read it; FILE_NOT_READY while it is being looked at, and when it was rejected. */
export async function readableFile(db: Db, id: string, userId: string): Promise<StoredFile> {
  const file = await ownFile(db, id, userId)
  if (file.status !== 'ready')
    throw FileNotReady({ extra: { file_status: file.status, reason: file.reason } })
  return file
}
