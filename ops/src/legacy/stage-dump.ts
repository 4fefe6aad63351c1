import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Readable } from 'node:stream'
import { Fault, messageOf } from '@lingzhi/stack/fault'
import { DumpReader, type DumpStatement } from './dump-statements.ts'
import type { DumpValue } from './dump-text.ts'
import type { Rejected } from './rejections.ts'
import { isTable, tables } from './tables.ts'

const sqliteFull = 13

type Row = Extract<DumpStatement, { kind: 'row' }>

/** Puts the rows of a dump's known tables into a new SQLite database, each with its line. */
export async function stageDump(
  text: Readable,
  {
    file,
    reject,
    signal,
    progress,
  }: { file: string; reject: (row: Rejected) => void; signal: AbortSignal; progress: (text: string) => void },
): Promise<DatabaseSync> {
  const db = new DatabaseSync(file)
  try {
    db.exec('pragma journal_mode = off; pragma synchronous = off; begin')
    // It holds what people wrote: without a name it is gone with this process, however that ends.
    db.exec('create table "staged" (at)')
    if (process.platform !== 'win32') rmSync(file)
    const stage = stageRows(db, reject)
    const reader = new DumpReader()
    const take = (chunk?: Buffer) => {
      for (const statement of reader.read(chunk)) stage(statement)
    }
    let bytes = 0
    for await (const chunk of text as AsyncIterable<Buffer>) {
      signal.throwIfAborted()
      take(chunk)
      bytes += chunk.length
      progress(`${Math.round(bytes / 1024 ** 2)} MiB of the dump read`)
    }
    take()
    db.exec('commit')
    return db
  } catch (error) {
    db.close()
    const { code, errcode } = error as { code?: string; errcode?: number }
    if (errcode === sqliteFull)
      throw new Fault(
        `The disk of ${dirname(file)} is full, and the rows of the dump are put there first. Nothing was imported.`,
      )
    if (code?.startsWith('Z_'))
      throw new Fault(`The dump cannot be unpacked: ${messageOf(error)}. Nothing was imported.`)
    throw error
  }
}

function stageRows(db: DatabaseSync, reject: (row: Rejected) => void): (statement: DumpStatement) => void {
  const columnsOf = new Map<string, string[]>()
  const inserts = new Map<string, { insert: StatementSync; at: number[]; width: number }>()
  const made = new Map<string, readonly string[]>()
  const insertInto = (table: keyof typeof tables, columns: string[]) => {
    const key = `${table} ${columns.join(' ')}`
    const known = inserts.get(key)
    if (known) return known
    if (!made.has(table)) {
      const has = new Set([...columns, ...(columnsOf.get(table) ?? [])])
      const kept = tables[table].filter((name) => has.has(name))
      db.exec(`create table "${table}" (__line integer${kept.map((name) => `, "${name}"`).join('')})`)
      made.set(table, kept)
    }
    const kept = made.get(table)!
    const at = kept.map((name) => columns.indexOf(name))
    const insert = db.prepare(`insert into "${table}" values (?${', ?'.repeat(kept.length)})`)
    const into = { insert, at, width: columns.length }
    inserts.set(key, into)
    return into
  }
  const addRow = ({ table, columns: named, values, line }: Row) => {
    if (!isTable(table)) return
    const columns = named ?? columnsOf.get(table)
    if (!columns) {
      const text =
        'its columns are not known: make the dump with its CREATE TABLEs, or with --complete-insert'
      return reject({ table, line, code: 'NO_COLUMNS', text })
    }
    const { insert, at, width } = insertInto(table, columns)
    if (values.length !== width) {
      const text = `it has ${values.length} values for ${width} columns`
      return reject({ table, line, code: 'GARBLED', text })
    }
    insert.run(line, ...at.map((index) => bindable(values[index] ?? null)))
  }
  return (statement) => {
    if (statement.kind === 'table') columnsOf.set(statement.table, statement.columns)
    else if (statement.kind === 'row') addRow(statement)
    else if (statement.table === undefined || isTable(statement.table)) {
      const { table = '', reason, line } = statement
      const text = `${reason}; the rest of the line is left out`
      reject({ table, line, code: 'GARBLED', text })
    }
  }
}

const largest = 2n ** 63n

/** A number that SQLite cannot hold is one that no column of ours takes: as a text it is told as such. */
const bindable = (value: DumpValue): DumpValue =>
  typeof value === 'bigint' && (value >= largest || value < -largest) ? String(value) : value
