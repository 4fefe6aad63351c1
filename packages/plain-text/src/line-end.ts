import { code, isLineEnd } from './characters.ts'
import type { Reading } from './reading.ts'
import { unitAt, unknown } from './reading.ts'

const [newline, carriageReturn] = ['\n', '\r'].map(code)

/** Where the next line begins, given the index of a line break, which may be CRLF. */
export function lineEndAt(reading: Reading, index: number): number {
  const unit = unitAt(reading, index)
  if (unit === undefined) return unknown
  if (!isLineEnd(unit)) return index
  if (unit !== carriageReturn) return index + 1
  const next = unitAt(reading, index + 1)
  if (next === undefined) return unknown
  return next === newline ? index + 2 : index + 1
}

/** Begins the next line. No mark extends over a line's end, so a misread one affects only its line. */
export function endLine(reading: Reading, kind: 'text' | 'dropped' | 'code' = 'text'): void {
  if (kind !== 'dropped') reading.output.breakLine(kind === 'code')
  reading.afterText = kind === 'text'
  reading.mode = 'line start'
  reading.before = Number.NaN
  reading.indent = ''
  reading.column = 0
  reading.quotes = 0
  reading.heading = false
  reading.inUrl = false
  reading.marks = []
  reading.links = []
}
