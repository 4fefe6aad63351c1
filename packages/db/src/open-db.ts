import { isTraced } from '@lingzhi/tracing/span'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { openPool } from './open-pool.ts'
import { setRetries } from './retry.ts'
import type { DatabaseSettings } from './settings.ts'
import { traceStatement } from './trace-statements.ts'

// Counts and sums come as bigint text by default; all of ours fit a double exactly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// A calendar date has no instant: keep it as the text it is.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/**
 * A pool on a service's database. Every wait is bounded on the client's side and nothing depends on session
 * state, so that a transaction-pooling proxy can stand between.
 */
export function openDb<DB>(settings: DatabaseSettings, log: Logger): Kysely<DB> {
  const pool = openPool(settings, settings.DATABASE_POOL_MAX, log)
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: isTraced() ? traceStatement : undefined,
  })
  setRetries(db, settings.DATABASE_RETRIES_MAX)
  return db
}
