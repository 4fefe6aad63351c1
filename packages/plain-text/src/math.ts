import { code, isBlank, isDigit, isLineEnd, isWhite } from './characters.ts'
import { endLine, lineEndAt } from './line-end.ts'
import type { Reading } from './reading.ts'
import {
  absent,
  drop,
  findInLine,
  limitOf,
  notFoundBefore,
  skipBlanks,
  unitAt,
  unknown,
  write,
} from './reading.ts'

const [dollar, backslash] = ['$', '\\'].map(code)

/**
 * Starts a formula on lines of its own, between $$ or \[ \]: written unchanged, at most to the next blank line. Absent
 * when there is none here.
 */
export function startMath(reading: Reading, start: number): number {
  const unit = unitAt(reading, start)
  if (unit !== dollar && unit !== backslash) return absent
  const next = unitAt(reading, start + 1)
  if (next === undefined) return unknown
  const mark = unit === dollar ? '$$' : '\\['
  if (next !== mark.charCodeAt(1)) return absent
  const end = unit === dollar ? '$$' : '\\]'
  if (unit === dollar) {
    const partner = findInLine(reading, end, start + 2)
    if (partner !== absent) return partner === unknown ? unknown : absent
  } else {
    const rest = skipBlanks(reading, start + 2)
    if (rest === unknown) return unknown
    const after = unitAt(reading, rest) ?? Number.NaN
    if (!Number.isNaN(after) && !isLineEnd(after)) return absent
  }
  reading.output.write(reading.indent)
  reading.output.write(reading.text.slice(reading.at, start + 2))
  drop(reading, start + 2)
  reading.mathEnd = end
  reading.mode = 'math'
  return start
}

/** Continues a formula of several lines. */
export function readMath(reading: Reading): boolean {
  const { text, at, mathEnd } = reading
  if (Number.isNaN(reading.before)) {
    const start = skipBlanks(reading, at)
    if (start === unknown) return false
    const unit = unitAt(reading, start) ?? Number.NaN
    if (Number.isNaN(unit) || isLineEnd(unit)) {
      reading.mode = 'line start'
      return true
    }
  }
  let index = at
  for (; index < text.length && !isLineEnd(text.charCodeAt(index)); index++) {
    if (text.startsWith(mathEnd, index)) {
      write(reading, index + mathEnd.length)
      reading.mode = 'inline'
      return true
    }
    // Only the first half of the end mark may have arrived.
    const half = text.charCodeAt(index) === mathEnd.charCodeAt(0)
    if (half && index + 1 === text.length && !reading.ended) break
  }
  if (index > at) write(reading, index)
  if (index === text.length || !isLineEnd(text.charCodeAt(index))) return false
  const next = lineEndAt(reading, index)
  if (next === unknown) return false
  drop(reading, next)
  endLine(reading)
  reading.mode = 'math'
  return true
}

/**
 * Where a formula within a line ends: $x$, $$x$$, \(x\) or \[x\]. As in Pandoc, so that $5 and $10 are no formula, no
 * blank may follow the first dollar or precede the last, and no digit may follow the last.
 */
export function formulaEnd(reading: Reading, start: number): number {
  const next = unitAt(reading, start + 1)
  if (next === undefined) return unknown
  if (reading.text.charCodeAt(start) === backslash) {
    const end = next === code('(') ? '\\)' : '\\]'
    const partner = findInLine(reading, end, start + 2)
    if (partner < 0) return partner
    const after = unitAt(reading, partner + 2)
    if (after === undefined) return unknown
    return end === '\\]' && after === code('(') ? absent : partner + 2
  }
  if (next === dollar) {
    const partner = findInLine(reading, '$$', start + 2)
    return partner < 0 ? partner : partner + 2
  }
  if (isWhite(next)) return absent
  const limit = limitOf(reading, start + 2)
  for (let index = Math.max(start + 2, reading.missing.get('$') ?? 0); index < limit; index++) {
    const unit = reading.text.charCodeAt(index)
    if (isLineEnd(unit)) {
      reading.missing.set('$', index)
      return absent
    }
    if (unit !== dollar) continue
    const before = reading.text.charCodeAt(index - 1)
    const after = unitAt(reading, index + 1)
    if (after === undefined) return unknown
    if (!isBlank(before) && before !== backslash && !isDigit(after)) return index + 1
  }
  if (limit < reading.text.length) reading.missing.set('$', limit)
  return notFoundBefore(reading, limit)
}
