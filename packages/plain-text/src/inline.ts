import { code, isAsciiPunctuation, isHighSurrogate, isLetter, isLineEnd } from './characters.ts'
import { readMarks } from './emphasis.ts'
import { readAngle, readEntity } from './html.ts'
import { endLine, lineEndAt } from './line-end.ts'
import { endLink, readLink } from './link.ts'
import { formulaEnd } from './math.ts'
import type { Reading } from './reading.ts'
import {
  absent,
  drop,
  findInLine,
  lookAheadMax,
  runEnd,
  skipBlanks,
  unitAt,
  unknown,
  write,
  writeInstead,
} from './reading.ts'

type Reader = (reading: Reading) => boolean

const hash = code('#')
const pipe = code('|')
const slash = code('/')

/** The readers of characters that may begin a mark, by ASCII unit; all others are written unchanged. */
const readers: (Reader | undefined)[] = Array(128)
const on = (characters: string, reader: Reader) => {
  for (const character of characters) readers[code(character)] = reader
}
on('\n\r', readLineEnd)
on(' \t', readBlanks)
on('\\', readBackslash)
on('`', readCodeSpan)
on('$', (reading) => (reading.inUrl ? readOne(reading) : readFormula(reading, readOne)))
on('*', readMarks)
on('_~', (reading) => (reading.inUrl ? readOne(reading) : readMarks(reading)))
on('[!', readLink)
on(']', (reading) => endLink(reading) || readOne(reading))
on('<', readAngle)
on('&', (reading) => (reading.inUrl ? readOne(reading) : readEntity(reading)))
on(':', readColon)
on('|', readPipe)

/** Reads the next piece within a line; false when more text is needed to decide what it is. */
export function readInline(reading: Reading): boolean {
  if (reading.indent !== '') {
    reading.output.write(reading.indent)
    reading.indent = ''
  }
  const unit = reading.text.charCodeAt(reading.at)
  const reader = unit < 128 ? readers[unit] : undefined
  return reader ? reader(reading) : readPlain(reading)
}

function readPlain(reading: Reading): boolean {
  const { text, at, inUrl } = reading
  let end = at
  for (; end < text.length; end++) {
    const unit = text.charCodeAt(end)
    if (unit < 128 ? readers[unit] : false) {
      // A single space between two words need not end the run.
      const next = unit === 32 && !reading.heading ? text.charCodeAt(end + 1) : Number.NaN
      if (!(next < 128 ? !readers[next] : next >= 128)) break
    }
  }
  if (end === text.length && !reading.ended && isHighSurrogate(text.charCodeAt(end - 1))) end--
  if (end === at) return false
  if (inUrl && !/^[\w.\-/?#=%+,;@~:!'()]*$/.test(text.slice(at, end))) reading.inUrl = false
  write(reading, end)
  return true
}

function readOne(reading: Reading): boolean {
  write(reading, reading.at + 1)
  return true
}

function readLineEnd(reading: Reading): boolean {
  const end = lineEndAt(reading, reading.at)
  if (end === unknown) return false
  drop(reading, end)
  endLine(reading)
  return true
}

/** Writes blanks, unless they end the line or a table's cell or precede the closing marks of a heading. */
function readBlanks(reading: Reading): boolean {
  reading.inUrl = false
  const end = skipBlanks(reading, reading.at)
  if (end === unknown) return false
  const unit = unitAt(reading, end) ?? Number.NaN
  if (Number.isNaN(unit) || isLineEnd(unit) || (unit === pipe && reading.table !== 'none')) {
    drop(reading, end)
    return true
  }
  if (unit === hash && reading.heading) {
    const marks = runEnd(reading, end)
    const rest = marks === unknown ? unknown : skipBlanks(reading, marks)
    if (rest === unknown) return false
    const after = unitAt(reading, rest) ?? Number.NaN
    if (Number.isNaN(after) || isLineEnd(after)) {
      drop(reading, rest)
      return true
    }
  }
  write(reading, end)
  return true
}

/** A backslash before punctuation escapes it and is dropped; before anything else it is plain text, as in C:\path. */
function readBackslash(reading: Reading): boolean {
  const next = unitAt(reading, reading.at + 1)
  if (next === undefined) return false
  if (isLineEnd(next)) drop(reading, reading.at + 1)
  else if (!isAsciiPunctuation(next)) write(reading, reading.at + 1)
  else if (next === code('(') || next === code('[')) return readFormula(reading, readEscaped)
  else return readEscaped(reading)
  return true
}

function readEscaped(reading: Reading): boolean {
  drop(reading, reading.at + 1)
  return readOne(reading)
}

function readFormula(reading: Reading, otherwise: Reader): boolean {
  const end = formulaEnd(reading, reading.at)
  if (end === unknown) return false
  if (end === absent) return otherwise(reading)
  write(reading, end)
  return true
}

function readCodeSpan(reading: Reading): boolean {
  const { text, at } = reading
  const start = runEnd(reading, at)
  if (start === unknown) return false
  const marks = text.slice(at, start)
  const limit = start + lookAheadMax
  for (let from = start; from < limit; ) {
    const partner = findInLine(reading, marks, from)
    if (partner === unknown) return false
    if (partner === absent) break
    const end = runEnd(reading, partner)
    if (end === unknown) return false
    if (end - partner === marks.length) {
      const content = text.slice(start, partner)
      const padded = content.startsWith(' ') && content.endsWith(' ') && content.trim() !== ''
      writeInstead(reading, end, padded ? content.slice(1, -1) : content)
      return true
    }
    from = end
  }
  write(reading, start)
  return true
}

/** An address follows after ://, in which underscores are plain text. */
function readColon(reading: Reading): boolean {
  const first = unitAt(reading, reading.at + 1)
  if (first === undefined) return false
  const second = first === slash ? unitAt(reading, reading.at + 2) : Number.NaN
  if (second === undefined) return false
  const url = second === slash && isLetter(reading.before)
  reading.inUrl ||= url
  write(reading, reading.at + (url ? 3 : 1))
  return true
}

function readPipe(reading: Reading): boolean {
  if (reading.table === 'none') return readOne(reading)
  const next = skipBlanks(reading, reading.at + 1)
  if (next === unknown) return false
  const unit = unitAt(reading, next) ?? Number.NaN
  writeInstead(reading, next, Number.isNaN(unit) || isLineEnd(unit) ? '' : '\t')
  reading.marks = []
  reading.links = []
  return true
}
