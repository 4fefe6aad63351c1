import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { Type } from 'typebox'
import type { PoolSettings } from './open-pool.ts'
import { openPool } from './open-pool.ts'
import { setRetries } from './retry.ts'

/** Settings of a service's database; spread into its configuration schema. */
export const databaseSettings = {
  /** The service's own database and role; may point at a transaction-pooling proxy. */
  DATABASE_URL: Type.String({ pattern: '^postgres(ql)?://' }),
  /** Connections this replica holds at most. */
  DATABASE_POOL_MAX: Type.Integer({ minimum: 1, maximum: 500, default: 10 }),
  /** Longest wait for a connection, and for a query's answer. */
  DATABASE_CONNECT_TIMEOUT_MS: Type.Integer({ minimum: 100, default: 5_000 }),
  DATABASE_QUERY_TIMEOUT_MS: Type.Integer({ minimum: 100, default: 15_000 }),
  /** Further tries of work that certainly did not commit: serialization failure, deadlock, a server starting or full. */
  DATABASE_RETRIES_MAX: Type.Integer({ minimum: 0, maximum: 20, default: 3 }),
}

export interface DatabaseSettings extends PoolSettings {
  DATABASE_POOL_MAX: number
  DATABASE_RETRIES_MAX: number
}

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
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  setRetries(db, settings.DATABASE_RETRIES_MAX)
  return db
}
