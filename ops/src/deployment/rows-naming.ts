import { minuteMs, secondMs } from '@lingzhi/runtime/time'
import pg from 'pg'

export interface Naming {
  table: string
  rows: number
}

/** A table of millions of rows is read whole. */
const tableMaxMs = 30 * minuteMs

/**
 * The tables of a database in which an id occurs, wherever in a row it stands, and in how many rows: whoever adds a column need not think of this.
 * Changes nothing. Rejects when a table takes longer than half an hour, and with the signal's reason.
 */
export async function rowsNaming(url: string, id: string, signal: AbortSignal): Promise<Naming[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10 * secondMs,
    query_timeout: tableMaxMs,
    statement_timeout: tableMaxMs,
    options: '-c default_transaction_read_only=on',
  })
  client.on('error', () => {})
  const stop = () => void client.end().catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  try {
    await client.connect()
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname as name from pg_class
       where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace order by relname`,
    )
    const found: Naming[] = []
    for (const { name } of tables) {
      signal.throwIfAborted()
      const { rows } = await client.query<{ count: string }>(
        `select count(*) from ${pg.escapeIdentifier(name)} as one where to_jsonb(one)::text like $1`,
        [`%${id}%`],
      )
      const count = Number(rows[0]?.count)
      if (count > 0) found.push({ table: name, rows: count })
    }
    return found
  } catch (err) {
    throw signal.aborted ? signal.reason : err
  } finally {
    signal.removeEventListener('abort', stop)
    await client.end().catch(() => {})
  }
}
