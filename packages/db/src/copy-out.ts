import { inSpan } from '@lingzhi/tracing/span'
import type { CompiledQuery } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { openPool } from './open-pool.ts'
import type { DatabaseSettings } from './settings.ts'
import { attributesOf } from './trace-statements.ts'

/** Reads large results as the bytes the server sends: nothing is decoded, nothing but one row is held. */
export interface Copies {
  /**
   * Calls back with the fields of each row, in order. Every column must be text. The bytes are lent: they are
   * the connection's own buffer and change after the call.
   */
  copy: (query: CompiledQuery, row: (fields: Buffer[]) => void) => Promise<void>
  close: () => Promise<void>
}

/**
 * COPY's binary format over a small pool of its own, so that bulk reading never takes a connection that a
 * user's request needs. Waits are bounded as in `openDb`.
 */
export function openCopies(settings: DatabaseSettings, connectionsMax: number, log: Logger): Copies {
  const pool = openPool(settings, connectionsMax, log)
  return {
    copy: (query, row) =>
      inSpan('client', 'COPY', attributesOf(`copy (${query.sql}) to stdout`), async () => {
        const client = await pool.connect()
        try {
          await new Promise<void>((resolve, reject) => {
            const text = `${noCompiling}; copy (${withLiterals(query)}) to stdout (format binary)`
            client.query(copying(text, row, (err) => (err ? reject(err) : resolve())))
          })
          client.release()
        } catch (err) {
          // Rows may still be on their way over it.
          client.release(true)
          throw err
        }
      }),
    close: () => pool.end(),
  }
}

// A page is milliseconds of work that PostgreSQL estimates at seconds: compiling it takes three times as long as running
// it. Statements sent together are one transaction, so this affects no other, also through a transaction-pooling proxy.
const noCompiling = 'set local jit = off'

/** The driver's interface of a query; docs/decisions/0013 explains why it is our own. */
function copying(text: string, row: (fields: Buffer[]) => void, callback: (err?: Error) => void) {
  let failed: Error | undefined
  let first = true
  return {
    callback,
    submit: (connection: { query: (text: string) => void }) => connection.query(text),
    handleCopyData: ({ chunk }: { chunk: Buffer }) => {
      if (failed) return
      try {
        const fields = fieldsOf(chunk, first ? headBytes : 0)
        first = false
        if (fields) row(fields)
      } catch (err) {
        failed = err as Error
      }
    },
    handleCommandComplete: () => {},
    handleError(err: Error) {
      this.callback(err)
    },
    handleReadyForQuery() {
      this.callback(failed)
    },
  }
}

// https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": signature, flags and an empty extension
// before the first row; a row is the number of its fields, then each one's length and bytes; -1 ends it all.
const headBytes = 19

function fieldsOf(chunk: Buffer, start: number): Buffer[] | undefined {
  const count = chunk.readInt16BE(start)
  if (count === -1) return
  const fields: Buffer[] = []
  let at = start + 2
  for (let index = 0; index < count; index++) {
    const length = Math.max(chunk.readInt32BE(at), 0)
    fields.push(chunk.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return fields
}

/**
 * COPY takes no parameters: they are written into the query as quoted literals. The driver's own escaping makes every value
 * one literal whatever it holds, backslashes included and whatever `standard_conforming_strings` says; nothing else than
 * text, numbers and arrays of them passes, and the statement's own text holds no `$1` but kysely's.
 */
function withLiterals({ sql, parameters }: CompiledQuery): string {
  return sql.replaceAll(/\$(\d+)/g, (_, number) => literal(parameters[Number(number) - 1]))
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string' || typeof value === 'number') return pg.escapeLiteral(String(value))
  if (Array.isArray(value)) return `array[${value.map(literal).join(', ')}]`
  throw new TypeError('a parameter of COPY is text, a number, an array of those, or null')
}
