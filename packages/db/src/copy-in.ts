import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import type { Transaction } from 'kysely'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import { openPool } from './open-pool.ts'
import { retrying } from './retry.ts'
import type { DatabaseSettings } from './settings.ts'

/** A transaction that also takes rows by COPY. */
export interface BulkTransaction<DB> {
  trx: Transaction<DB>
  /**
   * Appends rows to a table, each as `copyRow` wrote it. Pieces are asked for as the server takes them, with a turn for other
   * work after each; what asking for one throws fails the COPY, and so the transaction.
   */
  copyIn: (
    table: string,
    columns: readonly string[],
    pieces: Iterable<string> | AsyncIterable<string>,
  ) => Promise<void>
}

/** Writes many rows at once, over connections of its own: none that a person's request needs is ever taken. */
export interface Bulk<DB> {
  /** Runs a transaction, again after errors after which it certainly did not commit. */
  transact: <T>(work: (bulk: BulkTransaction<DB>) => Promise<T>) => Promise<T>
  close: () => Promise<void>
}

export function openBulk<DB>(settings: DatabaseSettings, connectionsMax: number, log: Logger): Bulk<DB> {
  const pool = openPool(settings, connectionsMax, log)
  return {
    transact: (work) =>
      retrying(pool, async () => {
        const client = await pool.connect()
        try {
          const result = await over<DB>(client)
            .transaction()
            .execute((trx) =>
              work({ trx, copyIn: (table, columns, pieces) => copyIn(client, table, columns, pieces) }),
            )
          client.release()
          return result
        } catch (err) {
          // A COPY that was broken off may still be answered.
          client.release(true)
          throw err
        }
      }),
    close: () => pool.end(),
  }
}

/** Kysely on one connection, which stays the caller's to release. */
function over<DB>(client: pg.PoolClient): Kysely<DB> {
  const lent = { query: client.query.bind(client), release: () => {} }
  const pool = { connect: async () => lent, end: async () => {} }
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as never }) })
}

interface Connection {
  query: (text: string) => void
  stream: NodeJS.WritableStream & { writableNeedDrain?: boolean }
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  sendCopyFail: (reason: string) => void
}

/** The driver's interface of a query, as in copy-out.ts. */
function copyIn(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const names = columns.map((column) => `"${column}"`).join(', ')
    const callback = (err?: Error) => (err ? reject(err) : resolve())
    let failed: Error | undefined
    const feed = async (connection: Connection) => {
      try {
        for await (const piece of pieces) {
          connection.sendCopyFromChunk(Buffer.from(piece))
          if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
          else await turn()
        }
        connection.endCopyFrom()
      } catch (err) {
        failed = err as Error
        connection.sendCopyFail('the rows could not be made')
      }
    }
    const query = {
      callback,
      submit: (connection: Connection) => connection.query(`copy "${table}" (${names}) from stdin`),
      handleCopyInResponse: (connection: Connection) => void feed(connection),
      handleCommandComplete: () => {},
      handleError: (err: Error) => query.callback(failed ?? err),
      handleReadyForQuery: () => query.callback(failed),
    }
    client.query(query as never)
  })
}

/** https://www.postgresql.org/docs/current/sql-copy.html, "Text Format": what would end a field or a row is escaped. */
const special = /[\\\t\n\r\b\f\v]/
const specials = /[\\\t\n\r\b\f\v]/g
const escapes: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
}

/** Longer texts are escaped piece by piece: a copy of megabytes would wait for a collection of the whole heap. */
const pieceChars = 64 * 1024

/** A row of COPY's text format, line feed included, in pieces; null and undefined are NULL. No text may hold U+0000. */
export function* copyRow(
  fields: readonly (string | number | boolean | null | undefined)[],
): Generator<string, undefined, undefined> {
  let row = ''
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at]
    if (at > 0) row += '\t'
    if (field === null || field === undefined) row += '\\N'
    else if (typeof field !== 'string') row += String(field)
    else if (field.length <= pieceChars) row += escaped(field)
    else
      for (const piece of piecesOf(field)) {
        yield row + escaped(piece)
        row = ''
      }
  }
  yield `${row}\n`
}

const escaped = (text: string) =>
  special.test(text) ? text.replace(specials, (found) => escapes[found]!) : text

/** Cut between characters: half of a pair has no encoding of its own. */
function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + pieceChars, text.length)
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to -= 1
    yield text.slice(from, to)
    from = to
  }
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
