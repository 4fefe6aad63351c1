import { StartFault } from '@lingzhi/runtime/start-fault'
import type { Kysely } from 'kysely'
import { checkDb } from './check-db.ts'
import { explainDatabase } from './explain.ts'
import { retrying } from './retry.ts'
import type { DatabaseSettings } from './settings.ts'

/**
 * For a process that cannot start without its database: rejects, within the time limits of a connection and a query, with a
 * sentence that names the server, without its credentials, and the setting. The driver's own messages name neither.
 */
export async function requireDb<DB>(db: Kysely<DB>, { DATABASE_URL }: DatabaseSettings): Promise<void> {
  try {
    await retrying(db, () => checkDb(db))
  } catch (cause) {
    const place = URL.parse(DATABASE_URL)?.host || 'the given address'
    throw new StartFault(
      `PostgreSQL at ${place} (DATABASE_URL) cannot be used: ${explainDatabase(cause) ?? reasonOf(cause)}`,
      { cause },
    )
  }
}

/** Of a host with several addresses, the first one's reason: the error of all has no message. */
function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error]
  return first instanceof Error ? first.message : String(first)
}
