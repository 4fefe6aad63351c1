import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Logger } from 'pino'

/** The oldest major version that this is tested with. */
const testedFrom = 14

/**
 * Raises when the database cannot hold every character: in any encoding but UTF-8 a message would fail, or be stored as
 * something else. An older server than the tested ones is only mentioned.
 */
export async function checkServer<DB>(db: Kysely<DB>, log: Logger): Promise<void> {
  const { rows } = await sql<{ version: number; encoding: string; name: string }>`
    select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding,
      current_database() as name`.execute(db)
  const { version = 0, encoding = '', name = '' } = rows[0] ?? {}
  if (version < testedFrom)
    log.warn(`PostgreSQL ${version} is older than ${testedFrom}, the oldest this is tested with`)
  if (encoding === 'UTF8') return
  throw new Error(
    `the database ${name} is in ${encoding}: create it anew with encoding 'UTF8' and template0 (DATABASE_URL)`,
  )
}
