import { withPassword } from '@lingzhi/runtime/address'
import pg from 'pg'
import type { Logger } from 'pino'
import type { DatabaseSettings } from './settings.ts'

/** Connections to a service's database, `connectionsMax` at most; every wait is bounded on this side. */
export function openPool(settings: DatabaseSettings, connectionsMax: number, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: withPassword(settings.DATABASE_URL, settings.DATABASE_PASSWORD),
    max: connectionsMax,
    connectionTimeoutMillis: settings.DATABASE_CONNECT_TIMEOUT_MS,
    query_timeout: settings.DATABASE_QUERY_TIMEOUT_MS,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
  })
  pool.on('error', (err) => log.warn({ err }, 'an idle database connection was lost'))
  // A connection lost in use fails its query and emits 'error' as well, which without a listener ends the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
