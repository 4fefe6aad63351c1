// The signs of which dumps are made: names, texts, numbers. Texts are read byte by byte (as latin1), since every sign of the
// grammar is ASCII and no byte of a UTF-8 character is.

export type DumpValue = string | number | bigint | null | Uint8Array

/** Thrown where more of the file is needed to go on; what was read since the last unit is read again then. */
export const more = Symbol('more')

export class Garbled extends Error {}

/** `.dump` writes three within each other. */
const callsMax = 10

/** Where in a dump its reader is. */
export class DumpText {
  text = ''
  at = 0
  line = 1
  /** No more of it comes. */
  ended = false
  /** As the program `sqlite3` writes it: a backslash is a backslash, lines may end within texts, and functions stand for what they make. */
  isSqlite = false

  need(ahead = 0): string {
    const char = this.text[this.at + ahead]
    if (char === undefined) throw more
    return char
  }

  take(): string {
    const char = this.need()
    this.at += 1
    if (char === '\n') this.line += 1
    return char
  }

  space(): void {
    for (;;) {
      while (/\s/.test(this.need())) this.take()
      if (!this.isSqlite || !this.comment()) return
    }
  }

  /** Passes over a comment that begins here; false if none does. A schema has those of whoever wrote it. */
  comment(): boolean {
    const isLine = this.need() === '-' && this.need(1) === '-'
    if (!isLine && !(this.need() === '/' && this.need(1) === '*')) return false
    const stop = isLine ? '\n' : '*/'
    const end = this.text.indexOf(stop, this.at + 2)
    if (end === -1) throw more
    while (this.at < end + stop.length) this.take()
    return true
  }

  keyword(): string {
    this.space()
    let word = ''
    while (/\w/.test(this.need())) word += this.take()
    return word
  }

  name(): string {
    this.space()
    const isBracket = this.isSqlite && this.need() === '['
    if (!isBracket && this.need() !== '`' && this.need() !== '"') {
      const word = this.keyword()
      if (word === '') throw new Garbled('a name is missing')
      return word
    }
    const quote = isBracket ? ']' : this.need()
    this.take()
    let name = ''
    for (;;) {
      const char = this.take()
      if (char !== quote) name += char
      else if (this.need() === quote) name += this.take()
      else return Buffer.from(name, 'latin1').toString()
    }
  }

  value(): DumpValue {
    const char = this.need()
    if (char === "'") {
      this.take()
      return decode(this.quoted("'"))
    }
    if (this.isSqlite && /[a-z]/i.test(char) && /^(replace|char|unistr)\s*\($/i.test(this.#upToBracket()))
      return decode(this.#called(0))
    let word = ''
    while (/[\w.+-]/.test(this.need())) word += this.take()
    if (this.need() === "'" && /^(_utf8|_utf8mb[34]|_binary|n|x|b)$/i.test(word)) {
      this.take()
      const text = this.quoted("'")
      if (/^x$/i.test(word)) return fromHex(text)
      if (/^b$/i.test(word)) return BigInt(`0b${text || '0'}`)
      return decode(text)
    }
    // mysqldump separates an introducer by a space: _binary '…'.
    if (/^_(utf8|utf8mb[34]|binary)$/i.test(word)) {
      this.space()
      if (this.take() !== "'") throw new Garbled('a value cannot be read')
      return decode(this.quoted("'"))
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

  #upToBracket(): string {
    const end = this.text.indexOf('(', this.at)
    return end === -1 || end > this.at + 10 ? '' : this.text.slice(this.at, end + 1)
  }

  /** What one of the functions makes by which `.dump` writes what a line cannot hold: the ends of lines, and other signs. */
  #called(depth: number): string {
    if (depth > callsMax) throw new Garbled('a value cannot be read')
    const name = this.keyword().toLowerCase()
    this.space()
    this.take()
    const given: string[] = []
    for (;;) {
      this.space()
      const char = this.need()
      if (char === "'") {
        this.take()
        given.push(this.quoted("'"))
      } else if (/\d/.test(char)) given.push(this.keyword())
      else given.push(this.#called(depth + 1))
      this.space()
      const next = this.take()
      if (next === ')') break
      if (next !== ',') throw new Garbled('a value cannot be read')
    }
    const [text = '', from = '', to = ''] = given
    if (name === 'replace' && given.length === 3) return from === '' ? text : text.replaceAll(from, () => to)
    if (name === 'char') return given.map((code) => ofCode(Number(code))).join('')
    if (name === 'unistr' && given.length === 1) return unescaped(text)
    throw new Garbled('a value cannot be read')
  }

  /** The content of a quoted text, behind its opening quote. */
  quoted(quote: string): string {
    const parts: string[] = []
    let from = this.at
    for (let at = from; ; ) {
      const char = this.text[at]
      if (char === undefined) throw more
      if (char === '\n') {
        // mysqldump writes it as \\n. This one stands behind a quote that is missing.
        if (!this.isSqlite) throw new Garbled('a text goes on behind the end of its line')
        this.line += 1
      }
      if (char === quote) {
        parts.push(this.text.slice(from, at))
        if (this.text[at + 1] === undefined && !this.ended) throw more
        if (this.text[at + 1] !== quote) {
          this.at = at + 1
          return parts.join('')
        }
        parts.push(quote)
        at += 2
        from = at
      } else if (char === '\\' && quote !== '`' && !this.isSqlite) {
        const escaped = this.text[at + 1]
        if (escaped === undefined) throw more
        parts.push(this.text.slice(from, at), escapes[escaped] ?? escaped)
        at += 2
        from = at
      } else at += 1
    }
  }
}

const ofCode = (code: number) => {
  if (!(code <= 0x10ffff)) throw new Garbled('a value cannot be read')
  return Buffer.from(String.fromCodePoint(code)).toString('latin1')
}

/** https://www.sqlite.org/lang_corefunc.html#unistr: halves of characters come in pairs. */
const unescaped = (text: string) =>
  text.replaceAll(
    /((?:\\u[dD][89abAB][0-9a-f]{2}\\u[dD][c-fC-F][0-9a-f]{2}))|\\(?:\\|([0-9a-f]{4})|\+([0-9a-f]{6})|u([0-9a-f]{4})|U([0-9a-f]{8}))/gi,
    (_, pair?: string, ...codes: (string | undefined)[]) => {
      if (pair)
        return Buffer.from(
          String.fromCharCode(parseInt(pair.slice(2, 6), 16), parseInt(pair.slice(8), 16)),
        ).toString('latin1')
      const code = codes.slice(0, 4).find((one) => typeof one === 'string')
      return code === undefined ? '\\' : ofCode(parseInt(code, 16))
    },
  )

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
