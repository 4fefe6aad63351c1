import { code, isCjk, isLineEnd, isPunctuation, isWhite, isWord } from './characters.ts'
import type { OpenMark, Reading } from './reading.ts'
import { drop, limitOf, lookAheadMax, runEnd, unitAt, unknown, write } from './reading.ts'

const [underscore, tilde, backslash] = ['_', '~', '\\'].map(code)

/** Longer runs are not emphasis but drawings, or blanks of a form. */
const runMax = 3
/** Most marks open at once in a line; further ones are plain text. */
const marksMax = 32

/** Reads a run of *, _ or ~: closing marks are dropped, opening ones too if their partner is near; others stay. */
export function readMarks(reading: Reading): boolean {
  const { text, at, before } = reading
  const unit = text.charCodeAt(at)
  const end = runEnd(reading, at)
  if (end === unknown) return false
  const after = unitAt(reading, end)
  if (after === undefined) return false
  const size = end - at
  if (size > runMax || (unit === tilde && size !== 2)) {
    write(reading, end)
    return true
  }
  const closed = closes(unit, size, before, after) ? closeMarks(reading.marks, unit, size) : undefined
  const { left, marks } = closed ?? { left: size, marks: reading.marks }
  if (left > 0 && marks.length < marksMax && opens(unit, before, after)) {
    const partner = hasPartner(reading, unit, left, end)
    if (partner === undefined) return false
    if (partner) {
      drop(reading, end)
      const opened = left === 3 ? [1, 2] : [left]
      reading.marks = [...marks, ...opened.map((size) => ({ unit, size }))]
      return true
    }
  }
  // Assigned only now: a call that returns false is repeated with more text and must find the marks unchanged.
  reading.marks = marks
  drop(reading, end - left)
  if (left > 0) write(reading, end)
  return true
}

function opens(unit: number, before: number, after: number): boolean {
  if (isWhite(after)) return false
  if (unit === underscore) return isWhite(before) || isPunctuation(before)
  // Unlike in CommonMark, not within a Latin word or a formula such as 2*3*4.
  return !isWord(before) || isCjk(after)
}

function closes(unit: number, size: number, before: number, after: number): boolean {
  if (isWhite(before)) return false
  if (unit === underscore) return isWhite(after) || isPunctuation(after)
  // Models write **如此：**这样, which CommonMark does not close; single marks follow its rule.
  return size > 1 || !isPunctuation(before) || isWhite(after) || isPunctuation(after) || isCjk(after)
}

/** The marks still open after a closing run, and how much of the run is left. */
function closeMarks(open: OpenMark[], unit: number, size: number) {
  let marks = open
  let left = size
  for (let index = open.length - 1; index >= 0 && left > 0; index--) {
    const mark = open[index]
    if (mark?.unit !== unit || mark.size > left) continue
    marks = open.slice(0, index)
    left -= mark.size
  }
  return { marks, left }
}

/**
 * Whether a closing run follows in the line. If none is within the look-ahead, two marks count as emphasis, which may be
 * long, and one as an asterisk.
 */
function hasPartner(reading: Reading, unit: number, size: number, from: number): boolean | undefined {
  const { text, ended, missing } = reading
  const limit = limitOf(reading, from)
  const kind = `${unit}/${Math.min(size, runMax)}`
  let nested = 0
  let closing = false
  for (let index = Math.max(from, missing.get(kind) ?? 0); index < limit; index++) {
    const here = text.charCodeAt(index)
    if (isLineEnd(here)) {
      if (!closing) missing.set(kind, index)
      return false
    }
    if (here === backslash) index++
    if (here !== unit) continue
    const end = runEnd(reading, index)
    const after = end === unknown ? undefined : unitAt(reading, end)
    if (after === undefined) return undefined
    const length = end - index
    const before = text.charCodeAt(index - 1)
    const fits = size > runMax - 1 || (size === 2 ? length >= 2 : length % 2 === 1)
    if (fits && length <= runMax) {
      if (closes(unit, length, before, after)) {
        closing = true
        if (nested === 0) return true
        nested--
      } else if (opens(unit, before, after)) nested++
    }
    index = end - 1
  }
  if (limit < from + lookAheadMax) return ended ? false : undefined
  if (!closing) missing.set(kind, limit)
  return size > 1
}
