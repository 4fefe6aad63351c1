import { code, isBlank, isLineEnd } from './characters.ts'
import { endLine, lineEndAt } from './line-end.ts'
import type { Reading } from './reading.ts'
import { drop, lookAheadMax, runEnd, skipBlanks, unitAt, unknown } from './reading.ts'

const [backtick, tilde, quote] = ['`', '~', '>'].map(code)

/** Drops the opening line of fenced code with its language; undefined when there is none. */
export function readFenceStart(reading: Reading, start: number, unit: number): boolean | undefined {
  if (unit !== backtick && unit !== tilde) return undefined
  const marks = runEnd(reading, start)
  if (marks === unknown) return false
  if (marks - start < 3) return undefined
  for (let index = marks; index < marks + lookAheadMax; index++) {
    const here = unitAt(reading, index)
    if (here === undefined) return false
    if (unit === backtick && here === backtick) return undefined
    if (!Number.isNaN(here) && !isLineEnd(here)) continue
    const end = lineEndAt(reading, index)
    if (end === unknown) return false
    const indent = reading.column + (start - reading.at)
    reading.fence = { unit, length: marks - start, indent, quotes: reading.quotes }
    const item = reading.indent.trimEnd()
    reading.output.write(item)
    drop(reading, end)
    endLine(reading, item === '' ? 'dropped' : 'text')
    return true
  }
  return undefined
}

/** Reads the start of a line within fenced code: its quote marks and the fence's indent are dropped. */
export function readFencedLine(reading: Reading): boolean {
  const { fence } = reading
  if (!fence) return true
  let index = reading.at
  for (let quotes = 0; quotes < fence.quotes; quotes++) {
    const mark = skipBlanks(reading, index)
    if (mark === unknown) return false
    if (unitAt(reading, mark) !== quote) {
      // The quote has ended, and the code in it with it.
      reading.fence = undefined
      return true
    }
    const next = unitAt(reading, mark + 1)
    if (next === undefined) return false
    index = isBlank(next) ? mark + 2 : mark + 1
  }
  const start = skipBlanks(reading, index)
  if (start === unknown) return false
  if (unitAt(reading, start) === fence.unit) {
    const marks = runEnd(reading, start)
    if (marks === unknown) return false
    const rest = skipBlanks(reading, marks)
    if (rest === unknown) return false
    const after = unitAt(reading, rest) ?? Number.NaN
    if (marks - start >= fence.length && (Number.isNaN(after) || isLineEnd(after))) {
      const end = lineEndAt(reading, rest)
      if (end === unknown) return false
      reading.fence = undefined
      drop(reading, end)
      endLine(reading, 'dropped')
      return true
    }
  }
  drop(reading, Math.min(start, index + fence.indent))
  reading.mode = 'code'
  return true
}
