import { QuotaExceeded } from '@lingzhi/contracts/file-problems'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'

export type Limits = Pick<Config, 'FILES_QUOTA_BYTES' | 'FILES_QUOTA_FILES'>

export interface Usage {
  bytes: number
  files: number
}

/**
 * Takes room for one more file, in one statement: however many uploads ask at once, together they never get more than
 * there is. Raises QUOTA_EXCEEDED with what is left.
 */
export async function reserveFile(trx: Db, userId: string, bytes: number, limits: Limits): Promise<void> {
  const { rows } = await sql`
    insert into quota as q (user_id, bytes, files)
    select ${userId}::uuid, ${bytes}::bigint, 1
    where ${bytes}::bigint <= ${limits.FILES_QUOTA_BYTES}::bigint
    on conflict (user_id) do update set bytes = q.bytes + excluded.bytes, files = q.files + 1
    where q.bytes + excluded.bytes <= ${limits.FILES_QUOTA_BYTES}::bigint and q.files < ${limits.FILES_QUOTA_FILES}
    returning user_id`.execute(trx)
  if (rows.length === 0) throw await exceeded(trx, userId, limits)
}

/** Changes what a file holds, once its size is known. Raises QUOTA_EXCEEDED when more is needed than there is. */
export async function adjustReserved(trx: Db, userId: string, by: number, limits: Limits): Promise<void> {
  if (by === 0) return
  const { numAffectedRows } = await sql`
    update quota set bytes = bytes + ${by} where user_id = ${userId}
      and (${by} < 0 or bytes + ${by} <= ${limits.FILES_QUOTA_BYTES}::bigint)`.execute(trx)
  if (numAffectedRows !== 1n) throw await exceeded(trx, userId, limits)
}

/** Gives back what a file held. In the transaction that ends the file, so that it happens once. */
export async function releaseFile(trx: Db, userId: string, bytes: number): Promise<void> {
  await sql`update quota set bytes = bytes - ${bytes}, files = files - 1 where user_id = ${userId}`.execute(
    trx,
  )
}

export async function usageOf(db: Db, userId: string): Promise<Usage> {
  const row = await db
    .selectFrom('quota')
    .select(['bytes', 'files'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row ?? { bytes: 0, files: 0 }
}

export const leftOf = ({ bytes, files }: Usage, limits: Limits) => ({
  bytes_max: limits.FILES_QUOTA_BYTES,
  files_max: limits.FILES_QUOTA_FILES,
  bytes_left: Math.max(0, limits.FILES_QUOTA_BYTES - bytes),
  files_left: Math.max(0, limits.FILES_QUOTA_FILES - files),
})

async function exceeded(db: Db, userId: string, limits: Limits) {
  return QuotaExceeded({ extra: { quota: leftOf(await usageOf(db, userId), limits) } })
}
