import { code, isCjk, isLineEnd, isPunctuation, isWhite, isWord } from './characters.ts'
import type { OpenMark, Reading } from './reading.ts'
import { drop, limitOf, lookAheadMax, runEnd, tell, unitAt, unknown } from './reading.ts'

const [underscore, tilde, backslash] = ['_', '~', '\\'].map(code)

/** Longer runs are drawings, or a form's blank to fill in. */
const runMax = 3

/** Reads a run of *, _ or ~: closing marks go, opening ones too if their partner is near, others stay. */
export function readMarks(reading: Reading): boolean {
  const { text, at, before } = reading
  const unit = text.charCodeAt(at)
  const end = runEnd(reading, at)
  if (end === unknown) return false
  const after = unitAt(reading, end)
  if (after === undefined) return false
  let size = end - at
  if (size > runMax || (unit === tilde && size !== 2)) {
    tell(reading, end)
    return true
  }
  const left = closes(unit, size, before, after) ? closeMarks(reading.marks, unit, size) : size
  if (left > 0 && opens(unit, before, after)) {
    const partner = hasPartner(reading, unit, left, end)
    if (partner === undefined) return false
    if (partner) {
      drop(reading, end)
      if (left !== 2) reading.marks.push({ unit, size: 1 })
      if (left !== 1) reading.marks.push({ unit, size: 2 })
      return true
    }
  }
  size -= left
  drop(reading, at + size)
  if (left > 0) tell(reading, end)
  return true
}

function opens(unit: number, before: number, after: number): boolean {
  if (isWhite(after)) return false
  if (unit === underscore) return isWhite(before) || isPunctuation(before)
  // Within a Latin word or a sum it is none, unlike in CommonMark: 2*3*4.
  return !isWord(before) || isCjk(after)
}

function closes(unit: number, size: number, before: number, after: number): boolean {
  if (isWhite(before)) return false
  if (unit === underscore) return isWhite(after) || isPunctuation(after)
  // Models write **如此：**这样, which CommonMark leaves open; single marks keep to its rule.
  return size > 1 || !isPunctuation(before) || isWhite(after) || isPunctuation(after) || isCjk(after)
}

/** Takes the marks off that a closing run ends, and returns how much of the run is left. */
function closeMarks(marks: OpenMark[], unit: number, size: number): number {
  let left = size
  for (let index = marks.length - 1; index >= 0 && left > 0; index--) {
    const mark = marks[index]
    if (mark?.unit !== unit || mark.size > left) continue
    marks.length = index
    left -= mark.size
  }
  return left
}

/**
 * Does a run that closes follow in the line? Where the look-ahead ends without one, two marks are taken for
 * emphasis, which a long passage may be, and one for an asterisk.
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
