import { outageOf } from '@lingzhi/runtime/outage'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Resolves when the database answers a query; for a start, which bounds it. */
export async function checkDb<DB>(db: Kysely<DB>): Promise<void> {
  await sql`select 1`.execute(db)
}

/** What a full or read-only disk leaves to a database: reading. Any other failure leaves nothing. */
const stillReads = ['DISK_FULL', 'READ_ONLY', 'DISK_FAILS']

/**
 * For readiness, which bounds it: resolves with undefined when the database can store, and with why not when it only
 * reads. Sorts more than fits its memory, so that PostgreSQL writes a few hundred kilobytes to its disk, and nothing into a
 * table or the log. Rejects when it cannot be used at all.
 */
export async function checkStorage<DB>(db: Kysely<DB>): Promise<string | undefined> {
  try {
    return await db.transaction().execute(async (trx) => {
      await sql`set local work_mem = '64kB'`.execute(trx)
      const { rows } = await sql<{ read_only: string }>`
        select current_setting('transaction_read_only') as read_only,
          (select count(*) from (select n from generate_series(1, 20000) n order by n desc offset 1) sorted)
      `.execute(trx)
      return rows[0]?.read_only === 'on' ? 'READ_ONLY' : undefined
    })
  } catch (error) {
    const reason = outageOf(error)?.reason
    if (reason && stillReads.includes(reason)) return reason
    throw error
  }
}
