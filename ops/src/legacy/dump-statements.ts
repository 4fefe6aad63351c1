import { Fault } from '@lingzhi/stack/fault'

import { DumpText, type DumpValue, Garbled, more } from './dump-text.ts'

// What mysqldump, mariadb-dump and `.dump` of sqlite3 write, and no more of SQL than that: CREATE TABLE for the columns, INSERT and
// REPLACE for the rows.

export type DumpStatement =
  | { kind: 'table'; table: string; columns: string[]; line: number }
  | { kind: 'row'; table: string; columns: string[] | undefined; values: DumpValue[]; line: number }
  | { kind: 'garbled'; table: string | undefined; reason: string; line: number }

/** A row that is longer would have to be held as a whole, and no column of ours is. */
const unitMaxChars = 64 * 1024 ** 2

/**
 * Reads a dump piece by piece. What cannot be read is told with its line, and the rest of that line is left out: mysqldump writes a
 * statement a line, and looking for the next row within it could take a text's content for one.
 */
export class DumpReader {
  readonly #dump = new DumpText()
  #retryAt = 0
  #skipping = false
  /** The program that wrote it has said that it begins, and not that it is complete. */
  #begun = false
  #insert: { table: string; columns: string[] | undefined; first: boolean } | undefined;

  /** Statements that are complete with these bytes; without any the file is at its end. */
  *read(chunk: Buffer | undefined): Generator<DumpStatement> {
    if (chunk) this.#dump.text = this.#dump.text.slice(this.#dump.at) + chunk.toString('latin1')
    else {
      this.#dump.text = this.#dump.text.slice(this.#dump.at)
      this.#dump.ended = true
    }
    this.#dump.at = 0
    // Trying again at every piece would read a long row as often as it has pieces.
    if (!this.#dump.ended && this.#dump.text.length < this.#retryAt) return
    if (this.#skipping) this.#toLineEnd()
    for (;;) {
      const [from, line] = [this.#dump.at, this.#dump.line]
      try {
        const statement = this.#insert ? this.#row() : this.#statement()
        if (statement === 'end') {
          if (this.#begun) yield this.#unfinished()
          return
        }
        if (statement) yield statement
      } catch (err) {
        if (err instanceof Garbled) {
          const table = this.#insert?.table
          yield { kind: 'garbled', table, reason: err.message, line: this.#dump.line }
          this.#insert = undefined
          this.#toLineEnd()
          continue
        }
        if (err !== more) throw err
        if (this.#dump.ended) {
          if (this.#insert || this.#dump.text.slice(from).trim() !== '')
            yield {
              kind: 'garbled',
              table: this.#insert?.table,
              reason: 'the file ends in the middle of a statement',
              line,
            }
          else if (this.#begun) yield this.#unfinished()
          this.#dump.text = ''
          this.#dump.at = 0
          return
        }
        if (this.#dump.text.length - from > unitMaxChars)
          throw new Fault(`Line ${line} of the dump holds a row or a statement of more than 64 MiB.`)
        ;[this.#dump.at, this.#dump.line] = [from, line]
        this.#retryAt = (this.#dump.text.length - from) * 2
        return
      }
      this.#retryAt = 0
    }
  }

  #unfinished(): DumpStatement {
    const reason = 'the file ends before its dump is complete'
    return { kind: 'garbled', table: undefined, reason, line: this.#dump.line }
  }

  /** Leaves out the rest of the line, also what of it is still to come: none of it may be taken for the beginning of a statement. */
  #toLineEnd(): void {
    const end = this.#dump.text.indexOf('\n', this.#dump.at)
    this.#skipping = end === -1
    this.#dump.at = end === -1 ? this.#dump.text.length : end
  }

  /** The beginning of a statement, at the beginning of a line or behind another. */
  #statement(): DumpStatement | 'end' | undefined {
    while (this.#dump.at < this.#dump.text.length && /[\s;]/.test(this.#dump.text[this.#dump.at]!))
      this.#dump.take()
    if (this.#dump.at >= this.#dump.text.length) {
      if (this.#dump.ended) return 'end'
      throw more
    }
    const word = this.#peekLine(200)
    const names = /^SET\s+NAMES\s+'?(\w+)|^\/\*M?!\d+\s+SET\s+NAMES\s+'?(\w+)/i.exec(word)
    if (names) this.#checkCharset(names[1] ?? names[2]!)
    if (/^-- (MySQL|MariaDB) dump /i.test(word)) this.#begun = true
    if (/^-- Dump completed/.test(word)) this.#begun = false
    if (/^DELIMITER\s+[^;\s]|^DELIMITER\s+;;/i.test(word)) return this.#routine()
    if (/^PRAGMA\s+foreign_keys|^BEGIN TRANSACTION/i.test(word)) {
      this.#dump.isSqlite = true
      this.#begun = true
    }
    if (this.#dump.isSqlite) {
      if (/^COMMIT\b/i.test(word)) this.#begun = false
      if (/^ROLLBACK\b/i.test(word))
        throw new Fault(
          'sqlite3 could not read all of the database that this is the text of. Repair it first.',
        )
      if (this.#dump.comment()) return undefined
      if (!/^(CREATE\s+TABLE|INSERT)\b/i.test(word)) return this.#other(word)
    }
    if (/^CREATE\s+TABLE\b/i.test(word)) return this.#table()
    if (/^(INSERT|REPLACE)\b/i.test(word)) return this.#beginInsert()
    if (word.startsWith('/*')) {
      this.#dump.comment()
      return undefined
    }
    this.#toLineEnd()
    return undefined
  }

  #checkCharset(charset: string): void {
    if (!/^(utf8(mb[34])?|binary)$/i.test(charset))
      throw new Fault(
        `The dump is in ${charset}. Make it again with mysqldump --default-character-set=utf8mb4.`,
      )
  }

  /** What stands here, to tell a statement by; more than the longest beginning, unless the line or the file is shorter. */
  #peekLine(chars: number): string {
    const text = this.#dump.text.slice(this.#dump.at, this.#dump.at + chars)
    const end = text.indexOf('\n')
    if (end === -1 && text.length < chars && !this.#dump.ended) throw more
    return end === -1 ? text : text.slice(0, end)
  }

  /** Passes over triggers and routines, whose lines may look like statements of the dump. */
  #routine(): undefined {
    const end = /\nDELIMITER ;\r?\n/i.exec(this.#dump.text.slice(this.#dump.at))
    if (!end) throw more
    const to = this.#dump.at + end.index + end[0].length
    while (this.#dump.at < to) this.#dump.take()
    return undefined
  }

  /** Passes over a statement of `.dump`: a trigger's own end behind semicolons, at the last of which it ends. */
  #other(word: string): undefined {
    const isTrigger = /^CREATE\s+(TEMP\s+|TEMPORARY\s+)?TRIGGER\b/i.test(word)
    do this.#until(';')
    while (isTrigger && !this.#endsTrigger())
    return undefined
  }

  #endsTrigger(): boolean {
    this.#dump.space()
    const isEnd = /^END\s*;/i.test(this.#dump.text.slice(this.#dump.at, this.#dump.at + 20))
    if (isEnd) this.#until(';')
    return isEnd
  }

  #tableName(): string {
    const name = this.#dump.name()
    if (this.#dump.need() !== '.') return name
    this.#dump.take()
    return this.#dump.name()
  }

  #table(): DumpStatement {
    const line = this.#dump.line
    this.#dump.keyword()
    this.#dump.keyword()
    this.#dump.space()
    if (/^IF\b/i.test(this.#dump.text.slice(this.#dump.at, this.#dump.at + 3)))
      for (let n = 0; n < 3; n++) this.#dump.keyword()
    const table = this.#tableName()
    this.#dump.space()
    if (this.#dump.take() !== '(') throw new Garbled(`CREATE TABLE ${table} has no columns`)
    const columns: string[] = []
    for (let first = true; ; first = false) {
      this.#dump.space()
      const quoted = '`"['.includes(this.#dump.need())
      const name = this.#dump.name()
      const isKey =
        !quoted && /^(PRIMARY|KEY|UNIQUE|CONSTRAINT|FULLTEXT|SPATIAL|INDEX|FOREIGN|CHECK|PERIOD)$/i.test(name)
      if (!isKey) columns.push(name)
      else if (first) throw new Garbled(`CREATE TABLE ${table} has no columns`)
      if (this.#definition() === ')') break
    }
    // Options: ENGINE=InnoDB … COMMENT='…';
    this.#until(';')
    return { kind: 'table', table, columns, line }
  }

  /** To the end of a column's definition: the comma or the bracket behind it. */
  #definition(): string {
    for (let depth = 0; ; ) {
      if (this.#dump.isSqlite) this.#dump.space()
      const char = this.#dump.take()
      if (char === "'" || char === '"' || char === '`') this.#dump.quoted(char)
      else if (char === '(') depth += 1
      else if (char === ')' && depth > 0) depth -= 1
      else if (depth === 0 && (char === ')' || char === ',')) return char
    }
  }

  #until(stop: string): void {
    for (;;) {
      if (this.#dump.isSqlite) this.#dump.space()
      const char = this.#dump.take()
      if (char === stop) return
      if (char === "'" || char === '"' || char === '`') this.#dump.quoted(char)
    }
  }

  #beginInsert(): undefined {
    this.#dump.keyword()
    let word = this.#dump.keyword()
    while (/^(IGNORE|DELAYED|LOW_PRIORITY|HIGH_PRIORITY|INTO)$/i.test(word)) {
      if (/^INTO$/i.test(word)) break
      word = this.#dump.keyword()
    }
    if (!/^INTO$/i.test(word)) throw new Garbled('INSERT without INTO')
    const table = this.#tableName()
    this.#dump.space()
    let columns: string[] | undefined
    if (this.#dump.need() === '(') {
      this.#dump.take()
      columns = []
      for (;;) {
        columns.push(this.#dump.name())
        this.#dump.space()
        const char = this.#dump.take()
        if (char === ')') break
        if (char !== ',') throw new Garbled(`INSERT INTO ${table}: the list of columns cannot be read`)
      }
    }
    if (!/^VALUES?$/i.test(this.#dump.keyword())) throw new Garbled(`INSERT INTO ${table} without VALUES`)
    this.#insert = { table, columns, first: true }
    return undefined
  }

  /** The next row of an INSERT, or its end. */
  #row(): DumpStatement | undefined {
    const insert = this.#insert!
    this.#dump.space()
    const char = this.#dump.take()
    if (char === ';') {
      this.#insert = undefined
      return undefined
    }
    if (!insert.first) {
      if (char !== ',') throw new Garbled('a row is followed by neither a comma nor a semicolon')
      this.#dump.space()
    }
    if ((insert.first ? char : this.#dump.take()) !== '(')
      throw new Garbled('a row does not begin with a bracket')
    const line = this.#dump.line
    const values: DumpValue[] = []
    for (;;) {
      this.#dump.space()
      values.push(this.#dump.value())
      this.#dump.space()
      const next = this.#dump.take()
      if (next === ')') break
      if (next !== ',') throw new Garbled('a value is followed by neither a comma nor a bracket')
    }
    insert.first = false
    return { kind: 'row', table: insert.table, columns: insert.columns, values, line }
  }
}
