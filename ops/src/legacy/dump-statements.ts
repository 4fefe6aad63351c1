import { Fault } from '@lingzhi/stack/fault'

// What mysqldump and mariadb-dump write, and no more of SQL than that: CREATE TABLE for the columns, INSERT and REPLACE for the rows.
// Texts are read byte by byte (as latin1), since every sign of the grammar is ASCII and no byte of a UTF-8 character is.

export type DumpValue = string | number | bigint | null | Uint8Array

export type DumpStatement =
  | { kind: 'table'; table: string; columns: string[]; line: number }
  | { kind: 'row'; table: string; columns: string[] | undefined; values: DumpValue[]; line: number }
  | { kind: 'garbled'; table: string | undefined; reason: string; line: number }

/** A row that is longer would have to be held as a whole, and no column of ours is. */
const unitMaxChars = 64 * 1024 ** 2

/** Thrown where more of the file is needed to go on; what was read since the last unit is read again then. */
const more = Symbol('more')

class Garbled extends Error {}

/**
 * Reads a dump piece by piece. What cannot be read is told with its line, and the rest of that line is left out: mysqldump writes a
 * statement a line, and looking for the next row within it could take a text's content for one.
 */
export class DumpReader {
  #text = ''
  #at = 0
  #line = 1
  #retryAt = 0
  #ended = false
  #skipping = false
  #insert: { table: string; columns: string[] | undefined; first: boolean } | undefined;

  /** Statements that are complete with these bytes; without any the file is at its end. */
  *read(chunk: Buffer | undefined): Generator<DumpStatement> {
    if (chunk) this.#text = this.#text.slice(this.#at) + chunk.toString('latin1')
    else {
      this.#text = this.#text.slice(this.#at)
      this.#ended = true
    }
    this.#at = 0
    // Trying again at every piece would read a long row as often as it has pieces.
    if (!this.#ended && this.#text.length < this.#retryAt) return
    if (this.#skipping) this.#toLineEnd()
    for (;;) {
      const [from, line] = [this.#at, this.#line]
      try {
        const statement = this.#insert ? this.#row() : this.#statement()
        if (statement === 'end') return
        if (statement) yield statement
      } catch (err) {
        if (err instanceof Garbled) {
          const table = this.#insert?.table
          yield { kind: 'garbled', table, reason: err.message, line: this.#line }
          this.#insert = undefined
          this.#toLineEnd()
          continue
        }
        if (err !== more) throw err
        if (this.#ended) {
          if (this.#insert || this.#text.slice(from).trim() !== '')
            yield {
              kind: 'garbled',
              table: this.#insert?.table,
              reason: 'the file ends in the middle of a statement',
              line,
            }
          this.#text = ''
          this.#at = 0
          return
        }
        if (this.#text.length - from > unitMaxChars)
          throw new Fault(`Line ${line} of the dump holds a row or a statement of more than 64 MiB.`)
        ;[this.#at, this.#line] = [from, line]
        this.#retryAt = (this.#text.length - from) * 2
        return
      }
      this.#retryAt = 0
    }
  }

  #need(ahead = 0): string {
    const char = this.#text[this.#at + ahead]
    if (char === undefined) throw more
    return char
  }

  #take(): string {
    const char = this.#need()
    this.#at += 1
    if (char === '\n') this.#line += 1
    return char
  }

  #space(): void {
    while (/\s/.test(this.#need())) this.#take()
  }

  /** Leaves out the rest of the line, also what of it is still to come: none of it may be taken for the beginning of a statement. */
  #toLineEnd(): void {
    const end = this.#text.indexOf('\n', this.#at)
    this.#skipping = end === -1
    this.#at = end === -1 ? this.#text.length : end
  }

  /** The beginning of a statement, at the beginning of a line or behind another. */
  #statement(): DumpStatement | 'end' | undefined {
    while (this.#at < this.#text.length && /[\s;]/.test(this.#text[this.#at]!)) this.#take()
    if (this.#at >= this.#text.length) {
      if (this.#ended) return 'end'
      throw more
    }
    const word = this.#peekLine(200)
    const names = /^SET\s+NAMES\s+'?(\w+)|^\/\*M?!\d+\s+SET\s+NAMES\s+'?(\w+)/i.exec(word)
    if (names) this.#checkCharset(names[1] ?? names[2]!)
    if (/^PRAGMA\s+foreign_keys|^BEGIN TRANSACTION/i.test(word))
      throw new Fault('This is the text of an SQLite database: give the .db file itself.')
    if (/^CREATE\s+TABLE\b/i.test(word)) return this.#table()
    if (/^(INSERT|REPLACE)\b/i.test(word)) return this.#beginInsert()
    if (word.startsWith('/*')) return this.#comment()
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
    const text = this.#text.slice(this.#at, this.#at + chars)
    const end = text.indexOf('\n')
    if (end === -1 && text.length < chars && !this.#ended) throw more
    return end === -1 ? text : text.slice(0, end)
  }

  #comment(): undefined {
    const end = this.#text.indexOf('*/', this.#at + 2)
    if (end === -1) throw more
    while (this.#at < end + 2) this.#take()
    return undefined
  }

  #keyword(): string {
    this.#space()
    let word = ''
    while (/\w/.test(this.#need())) word += this.#take()
    return word
  }

  #name(): string {
    this.#space()
    if (this.#need() !== '`' && this.#need() !== '"') {
      const word = this.#keyword()
      if (word === '') throw new Garbled('a name is missing')
      return word
    }
    const quote = this.#take()
    let name = ''
    for (;;) {
      const char = this.#take()
      if (char !== quote) name += char
      else if (this.#need() === quote) name += this.#take()
      else return Buffer.from(name, 'latin1').toString()
    }
  }

  #tableName(): string {
    const name = this.#name()
    if (this.#need() !== '.') return name
    this.#take()
    return this.#name()
  }

  #table(): DumpStatement {
    const line = this.#line
    this.#keyword()
    this.#keyword()
    this.#space()
    if (/^IF\b/i.test(this.#text.slice(this.#at, this.#at + 3))) for (let n = 0; n < 3; n++) this.#keyword()
    const table = this.#tableName()
    this.#space()
    if (this.#take() !== '(') throw new Garbled(`CREATE TABLE ${table} has no columns`)
    const columns: string[] = []
    for (let first = true; ; first = false) {
      this.#space()
      const quoted = this.#need() === '`' || this.#need() === '"'
      const name = this.#name()
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
      const char = this.#take()
      if (char === "'" || char === '"' || char === '`') this.#quoted(char)
      else if (char === '(') depth += 1
      else if (char === ')' && depth > 0) depth -= 1
      else if (depth === 0 && (char === ')' || char === ',')) return char
    }
  }

  #until(stop: string): void {
    for (;;) {
      const char = this.#take()
      if (char === stop) return
      if (char === "'" || char === '"' || char === '`') this.#quoted(char)
    }
  }

  #beginInsert(): undefined {
    this.#keyword()
    let word = this.#keyword()
    while (/^(IGNORE|DELAYED|LOW_PRIORITY|HIGH_PRIORITY|INTO)$/i.test(word)) {
      if (/^INTO$/i.test(word)) break
      word = this.#keyword()
    }
    if (!/^INTO$/i.test(word)) throw new Garbled('INSERT without INTO')
    const table = this.#tableName()
    this.#space()
    let columns: string[] | undefined
    if (this.#need() === '(') {
      this.#take()
      columns = []
      for (;;) {
        columns.push(this.#name())
        this.#space()
        const char = this.#take()
        if (char === ')') break
        if (char !== ',') throw new Garbled(`INSERT INTO ${table}: the list of columns cannot be read`)
      }
    }
    if (!/^VALUES?$/i.test(this.#keyword())) throw new Garbled(`INSERT INTO ${table} without VALUES`)
    this.#insert = { table, columns, first: true }
    return undefined
  }

  /** The next row of an INSERT, or its end. */
  #row(): DumpStatement | undefined {
    const insert = this.#insert!
    this.#space()
    const char = this.#take()
    if (char === ';') {
      this.#insert = undefined
      return undefined
    }
    if (!insert.first) {
      if (char !== ',') throw new Garbled('a row is followed by neither a comma nor a semicolon')
      this.#space()
    }
    if ((insert.first ? char : this.#take()) !== '(') throw new Garbled('a row does not begin with a bracket')
    const line = this.#line
    const values: DumpValue[] = []
    for (;;) {
      this.#space()
      values.push(this.#value())
      this.#space()
      const next = this.#take()
      if (next === ')') break
      if (next !== ',') throw new Garbled('a value is followed by neither a comma nor a bracket')
    }
    insert.first = false
    return { kind: 'row', table: insert.table, columns: insert.columns, values, line }
  }

  #value(): DumpValue {
    const char = this.#need()
    if (char === "'") {
      this.#take()
      return decode(this.#quoted("'"))
    }
    let word = ''
    while (/[\w.+-]/.test(this.#need())) word += this.#take()
    if (this.#need() === "'" && /^(_utf8|_utf8mb[34]|_binary|n|x|b)$/i.test(word)) {
      this.#take()
      const text = this.#quoted("'")
      if (/^x$/i.test(word)) return fromHex(text)
      if (/^b$/i.test(word)) return BigInt(`0b${text || '0'}`)
      return decode(text)
    }
    // mysqldump separates an introducer by a space: _binary '…'.
    if (/^_(utf8|utf8mb[34]|binary)$/i.test(word)) {
      this.#space()
      if (this.#take() !== "'") throw new Garbled('a value cannot be read')
      return decode(this.#quoted("'"))
    }
    if (/^null$/i.test(word)) return null
    if (/^(true|false)$/i.test(word)) return /^t/i.test(word) ? 1 : 0
    if (/^0x[0-9a-f]*$/i.test(word)) return fromHex(word.slice(2))
    if (/^[+-]?\d+$/.test(word)) {
      const number = Number(word)
      return Number.isSafeInteger(number) ? number : BigInt(word)
    }
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word)) return Number(word)
    throw new Garbled('a value cannot be read')
  }

  /** The content of a quoted text, behind its opening quote. */
  #quoted(quote: string): string {
    const parts: string[] = []
    let from = this.#at
    for (let at = from; ; ) {
      const char = this.#text[at]
      if (char === undefined) throw more
      // It is written as \\n. This one stands behind a quote that is missing.
      if (char === '\n') throw new Garbled('a text goes on behind the end of its line')
      if (char === quote) {
        parts.push(this.#text.slice(from, at))
        if (this.#text[at + 1] === undefined && !this.#ended) throw more
        if (this.#text[at + 1] !== quote) {
          this.#at = at + 1
          return parts.join('')
        }
        parts.push(quote)
        at += 2
        from = at
      } else if (char === '\\' && quote !== '`') {
        const escaped = this.#text[at + 1]
        if (escaped === undefined) throw more
        parts.push(this.#text.slice(from, at), escapes[escaped] ?? escaped)
        at += 2
        from = at
      } else at += 1
    }
  }
}

/** https://dev.mysql.com/doc/refman/8.4/en/string-literals.html; any other sign behind a backslash is itself. */
const escapes: Record<string, string> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\x1a',
  // Only patterns of LIKE give these two a meaning.
  '%': '\\%',
  _: '\\_',
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const nonAscii = /[\x80-\xff]/

/** The characters; bytes that are no UTF-8 stay bytes, and whoever expects a text tells that. */
function decode(text: string): string | Uint8Array {
  if (!nonAscii.test(text)) return text
  const bytes = Buffer.from(text, 'latin1')
  try {
    return utf8.decode(bytes)
  } catch {
    return bytes
  }
}

function fromHex(hex: string): string | Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) throw new Garbled('a hexadecimal value cannot be read')
  return decode(Buffer.from(hex, 'hex').toString('latin1'))
}
