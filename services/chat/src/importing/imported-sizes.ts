import { problem } from '@lingzhi/contracts/problem'
import { sql } from 'kysely'
import type { Db } from '../database.ts'
import type { Incoming, IncomingMessage } from './read-batch.ts'

export const ImportedFull = problem('IMPORTED_FULL', 409, {
  zh: '导入的对话已占满允许的空间。请删除不需要的对话后再导入，已导入的内容不会重复',
  en: 'Imported conversations take all the space they may. Delete some that you do not need, then import again: nothing is doubled.',
  check:
    'IMPORTED_USER_MAX_BYTES: the texts of one user’s imported conversations, and 500 bytes for each conversation and message.',
})

/** A row with its entries in indexes, about. */
const rowBytes = 500

export const bytesOfConversation = ({ title }: Pick<Incoming, 'title'>): number =>
  rowBytes + Buffer.byteLength(title)

export const bytesOfMessage = (message: Pick<IncomingMessage, 'content' | 'reasoning'> | undefined): number =>
  rowBytes + (message ? Buffer.byteLength(message.content) + Buffer.byteLength(message.reasoning ?? '') : 0)

/**
 * Counts what an import adds to a user's conversations. Raises IMPORTED_FULL when that is more than there may be. Of a dry run
 * nothing is kept.
 */
export async function countSize(
  trx: Db,
  userId: string,
  bytes: number,
  { bytesMax, dryRun }: { bytesMax: number; dryRun: boolean },
): Promise<void> {
  if (bytes === 0) return
  // Behind the rows of the batch, so that two imports at once wait for each other as shortly as may be.
  const { rows } = await (dryRun
    ? sql<{ bytes: number }>`select (${bytes} + coalesce(max(bytes), 0))::float8 as bytes
        from imported_sizes where user_id = ${userId}`
    : sql<{ bytes: number }>`insert into imported_sizes as of (user_id, bytes) values (${userId}, ${bytes})
        on conflict (user_id) do update set bytes = of.bytes + excluded.bytes returning bytes::float8`
  ).execute(trx)
  if (rows[0]!.bytes <= bytesMax) return
  const { rows: counted } = await sql<{ bytes: number }>`
    select coalesce(sum(imported_bytes), 0)::float8 as bytes from conversations
    where user_id = ${userId} and imported_bytes > 0`.execute(trx)
  const kept = counted[0]!.bytes
  if (kept + (dryRun ? bytes : 0) > bytesMax) throw ImportedFull()
  if (!dryRun) await sql`update imported_sizes set bytes = ${kept} where user_id = ${userId}`.execute(trx)
}

export async function forgetSizeOf(db: Db, userId: string): Promise<void> {
  await sql`delete from imported_sizes where user_id = ${userId}`.execute(db)
}
