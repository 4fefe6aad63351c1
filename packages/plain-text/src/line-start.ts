import { code, isBlank, isDigit, isLineEnd } from './characters.ts'
import { readFencedLine, readFenceStart } from './fence.ts'
import { endLine, lineEndAt } from './line-end.ts'
import { startMath } from './math.ts'
import type { Reading } from './reading.ts'
import { absent, drop, limitOf, runEnd, skipBlanks, unitAt, unknown } from './reading.ts'
import { isTableRow } from './table.ts'

const bullets = new Set(['-', '*', '+'].map(code))
const rules = new Set(['-', '*', '_', '='].map(code))
const lineFeed = 10
const [quote, hash, equals, dot, parenthesis] = ['>', '#', '=', '.', ')'].map(code)

/**
 * Reads one container or block mark at the start of a line; false when more text is needed to decide. A
 * line may start with several: a quote, then a list item, then a heading.
 */
export function readLineStart(reading: Reading): boolean {
  if (reading.fence) return readFencedLine(reading)
  const start = skipBlanks(reading, reading.at)
  if (start === unknown) return false
  const unit = unitAt(reading, start)
  if (unit === undefined) return false
  if (Number.isNaN(unit) || isLineEnd(unit)) return endBlankLine(reading, start)
  const indent = reading.text.slice(reading.at, start)

  if (unit === quote) {
    const next = unitAt(reading, start + 1)
    if (next === undefined) return false
    reading.quotes++
    drop(reading, start + (isBlank(next) ? 2 : 1))
    return true
  }
  const done = readRule(reading, start, unit) ?? readFenceStart(reading, start, unit)
  if (done !== undefined) return done
  const item = readItem(reading, start, unit, indent)
  if (item !== undefined) return item
  const row = isTableRow(reading, start)
  if (row === undefined) return false
  if (row === 'dashes') return true
  if (row === 'none') reading.table = 'none'

  const heading = unit === hash ? runEnd(reading, start) : absent
  if (heading === unknown) return false
  const after = heading === absent ? start : heading
  const next = unitAt(reading, after)
  if (next === undefined) return false
  reading.heading = heading !== absent && heading - start <= 6 && (isBlank(next) || !(next > 32))
  const formula = reading.heading ? absent : startMath(reading, start)
  if (formula !== absent) return formula !== unknown
  const content = reading.heading
    ? skipBlanks(reading, after)
    : row === 'row'
      ? skipBlanks(reading, start + 1)
      : start
  if (content === unknown) return false
  reading.indent += indent
  drop(reading, content)
  reading.before = Number.NaN
  reading.mode = 'inline'
  return true
}

function endBlankLine(reading: Reading, start: number): boolean {
  const end = lineEndAt(reading, start)
  if (end === unknown) return false
  drop(reading, end)
  reading.output.write(reading.indent.trim() === '' ? '' : reading.indent.trimEnd())
  reading.table = 'none'
  endLine(reading)
  reading.afterText = false
  return true
}

/** Drops a thematic break, or the line under a heading, with its line break. */
function readRule(reading: Reading, start: number, unit: number): boolean | undefined {
  if (!rules.has(unit)) return undefined
  const { text, ended, missing } = reading
  const limit = limitOf(reading, start)
  const kind = `rule ${unit}`
  if (start < (missing.get(kind) ?? 0)) return undefined
  let marks = 0
  for (let index = start; index <= limit; index++) {
    if (index === text.length && !ended) return false
    const here = index < text.length ? text.charCodeAt(index) : lineFeed
    if (here === unit) marks++
    else if (isLineEnd(here)) {
      if (marks < 3 || (unit === equals && !reading.afterText)) return undefined
      const end = lineEndAt(reading, index)
      if (end === unknown) return false
      drop(reading, end)
      endLine(reading, 'dropped')
      return true
    } else if (!isBlank(here) || unit === equals) return undefined
  }
  missing.set(kind, limit)
  return undefined
}

/** Reads the mark of a list item: every bullet becomes •, numbers stay. */
function readItem(reading: Reading, start: number, unit: number, indent: string): boolean | undefined {
  let end = start + 1
  if (isDigit(unit)) {
    while (end < start + 9 && isDigit(unitAt(reading, end) ?? Number.NaN)) end++
    const mark = unitAt(reading, end)
    if (mark === undefined) return false
    if (mark !== dot && mark !== parenthesis) return undefined
    end++
  } else if (!bullets.has(unit)) return undefined
  const next = unitAt(reading, end)
  if (next === undefined) return false
  if (!isBlank(next) && !isLineEnd(next) && !Number.isNaN(next)) return undefined
  const mark = isDigit(unit) ? reading.text.slice(start, end) : '•'
  reading.indent += `${indent}${mark} `
  const content = isBlank(next) ? end + 1 : end
  reading.column += content - reading.at
  drop(reading, content)
  return true
}

/** Writes a line of fenced code, or the rest of one. */
export function readCode(reading: Reading): boolean {
  const { text, at } = reading
  let end = at
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++
  reading.output.write(text.slice(at, end))
  drop(reading, end)
  if (end === text.length) return false
  const next = lineEndAt(reading, end)
  if (next === unknown) return false
  drop(reading, next)
  endLine(reading, 'code')
  return true
}
