import { newId } from '@lingzhi/contracts/ids'
import { transact } from '@lingzhi/db/retry'
import { sha256Of } from '@lingzhi/objects/digest'
import { StoreFull } from '@lingzhi/objects/object-store'
import type { Config } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { ImportNotUploading, ImportQuotaExceeded, ImportsFull, ImportTooLarge } from '../problems.ts'
import {
  announcePart,
  confirmPart,
  forgetObject,
  lockUploads,
  uploadedBytes,
  uploadedParts,
} from './parts.queries.ts'

/** Retry-After while there is no room: when there will be cannot be known. */
const retryAfterS = 60

type Limits = Pick<Config, 'IMPORT_MAX_BYTES' | 'IMPORT_USER_MAX_BYTES' | 'IMPORT_STORE_MAX_BYTES'>

/**
 * Stores a part of an upload; the same number again replaces it. Raises IMPORT_TOO_LARGE, IMPORT_QUOTA_EXCEEDED, IMPORTS_FULL, and
 * IMPORT_NOT_UPLOADING when the file was completed or the import cancelled meanwhile.
 */
export async function storePart(
  { db, store }: Pick<Deps, 'db' | 'store'>,
  limits: Limits,
  job: { id: string; requested_by: string },
  { number, bytes }: { number: number; bytes: Buffer },
): Promise<{ sha256: string }> {
  const object = `import/${job.id}/${number}-${newId()}`
  const part = { job_id: job.id, number, object, bytes: bytes.length, sha256: sha256Of(bytes) }
  const announced = await transact(db, async (trx) => {
    await lockUploads(trx)
    const others = (await uploadedParts(trx, job.id)).filter((one) => one.number !== number)
    const size = others.reduce((sum, one) => sum + one.bytes, bytes.length)
    if (size > limits.IMPORT_MAX_BYTES) throw ImportTooLarge()
    const { own, all } = await uploadedBytes(trx, job.requested_by)
    if (own + bytes.length > limits.IMPORT_USER_MAX_BYTES) throw ImportQuotaExceeded({ retryAfterS })
    if (all + bytes.length > limits.IMPORT_STORE_MAX_BYTES) throw ImportsFull({ retryAfterS })
    return announcePart(trx, part)
  })
  if (!announced) throw ImportNotUploading()
  const drop = async (name: string) => {
    await store.remove(name)
    await forgetObject(db, job.id, name)
  }
  try {
    await store.put(object, bytes)
  } catch (err) {
    await drop(object).catch(() => {})
    throw err instanceof StoreFull ? ImportsFull({ retryAfterS, cause: err }) : err
  }
  const replaced = await confirmPart(db, part)
  if (!replaced) {
    await drop(object)
    throw ImportNotUploading()
  }
  for (const name of replaced) await drop(name)
  return { sha256: part.sha256 }
}
