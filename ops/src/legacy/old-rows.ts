import type { DatabaseSync } from 'node:sqlite'
import { Fault } from '@lingzhi/stack/fault'
import { type Table, tables } from './tables.ts'

/** Bytes that are no UTF-8 text, or one that is longer than any of ours. */
export const garbled = Symbol('garbled')

export type OldValue = string | number | null | typeof garbled

export interface OldRow {
  /** Of the dump's text, or the row's number in the database. */
  line: number
  values: Record<string, OldValue>
}

const textMaxBytes = 32 * 1024 ** 2
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export interface OldTable {
  has(column: string): boolean
  count: number
  rows(): Generator<OldRow>
  /** The rows with this value of a column that `index` was called for, in the order of the table. */
  rowsWith(column: string, value: string): Generator<OldRow>
  index(column: string): void
  /** Every value of an indexed column once, those of one kind together. */
  valuesOf(column: string): Generator<string>
  sum(column: string): number
}

/** One of an old system's tables, read row by row: nothing of it is held, and nothing of it is changed. Undefined: it has none. */
export function openTable(db: DatabaseSync, table: Table): OldTable | undefined {
  const found = db.prepare('select type, sql from sqlite_master where name = ?').get(table)
  if (!found) return undefined
  if (found.type !== 'table' || !/^create\s+table/i.test(String(found.sql)))
    throw new Fault(`${table} is no ordinary table in this database.`)
  const present = new Set(
    db
      .prepare(`pragma table_info("${table}")`)
      .all()
      .map(({ name }) => String(name)),
  )
  const columns = tables[table].filter((name) => present.has(name))
  const isUtf8 = db.prepare('pragma encoding').get()?.encoding === 'UTF-8'
  const line = present.has('__line') ? '__line' : 'rowid'
  // As bytes, since the driver would hide in a text what is no UTF-8.
  const asBytes = (name: string) =>
    `case when typeof("${name}") not in ('text', 'blob') then "${name}"
      when octet_length("${name}") > ${textMaxBytes} then x'ff'
      else cast("${name}" as ${isUtf8 ? 'blob' : 'text'}) end as "${name}"`
  const selected = [`${line} as __line`, ...columns.map(asBytes)].join(', ')
  const toRow = ({ __line, ...values }: Record<string, unknown>): OldRow => ({
    line: Number(__line),
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toValue(value)])),
  })
  const prepare = (sql: string) => {
    const statement = db.prepare(sql)
    statement.setReadBigInts(true)
    return statement
  }
  const indexed = (column: string) => `temp."${table} by ${column}"`
  const one = prepare(`select ${selected} from "${table}" where rowid = ?`)
  return {
    has: (column) => present.has(column),
    count: Number(db.prepare(`select count(*) as n from "${table}"`).get()?.n),
    *rows() {
      for (const row of prepare(`select ${selected} from "${table}" order by rowid`).iterate())
        yield toRow(row)
    },
    index(column) {
      // A number may be held as 7.0, by whoever wrote it, and is 7 all the same.
      db.exec(`create table ${indexed(column)} as
          select cast(case when typeof("${column}") = 'real' and "${column}" = cast("${column}" as integer)
            then cast("${column}" as integer) else "${column}" end as text) as value, rowid as row from "${table}";
        create index temp."${table} index ${column}" on "${table} by ${column}" (value, row)`)
    },
    *valuesOf(column) {
      for (const { value } of db
        .prepare(`select distinct value from ${indexed(column)} where value is not null order by value`)
        .iterate())
        yield String(value)
    },
    *rowsWith(column, value) {
      const rows = prepare(`select row from ${indexed(column)} where value = ? order by row`)
      for (const { row } of rows.iterate(value)) {
        const found = one.get(row as bigint)
        if (found) yield toRow(found)
      }
    },
    sum: (column) =>
      present.has(column) ? Number(db.prepare(`select total("${column}") as n from "${table}"`).get()?.n) : 0,
  }
}

function toValue(value: unknown): OldValue {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Uint8Array) {
    try {
      return utf8.decode(value)
    } catch {
      return garbled
    }
  }
  return value as string | number | null
}
