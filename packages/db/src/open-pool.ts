import { watchedGauge } from '@lingzhi/metrics/instruments'
import { withPassword } from '@lingzhi/runtime/address'
import pg from 'pg'
import type { Logger } from 'pino'
import type { DatabaseSettings } from './settings.ts'

const connections = watchedGauge(
  'lingzhi_database_connections',
  'Connections to PostgreSQL: busy with a statement or transaction, or idle.',
  ['state'],
)
const waiting = watchedGauge(
  'lingzhi_database_waiting',
  'Statements that wait for a connection to PostgreSQL.',
)

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
  showPool(pool)
  return pool
}

/** Until it is closed. */
function showPool(pool: pg.Pool): void {
  const forget = [
    connections.watch(() => {
      if (pool.ended) for (const one of forget) one()
      const { idleCount: idle, totalCount } = pool
      return [
        [{ state: 'idle' }, idle],
        [{ state: 'busy' }, totalCount - idle],
      ]
    }),
    waiting.watch(() => [[{}, pool.waitingCount]]),
  ]
}
